import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { connectionOf, readConnectionFile } from '../../../src/kernel/server/connection-file.js';
import { UserError } from '../../../src/errors.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const file = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'secret',
  signature_scheme: 'hmac-sha256',
  shell_port: 5001,
  control_port: 5002,
  iopub_port: 5003,
  stdin_port: 5004,
  hb_port: 5005,
};

describe('connection files', () => {
  const folder = temporaryFolder();

  it('name the five addresses and the key', () => {
    const path = join(folder(), 'kernel.json');
    writeFileSync(path, JSON.stringify({ ...file, kernel_name: 'prunelab' }));
    assert.deepEqual(readConnectionFile(path), {
      key: 'secret',
      addresses: {
        shell: 'tcp://127.0.0.1:5001',
        control: 'tcp://127.0.0.1:5002',
        iopub: 'tcp://127.0.0.1:5003',
        stdin: 'tcp://127.0.0.1:5004',
        hb: 'tcp://127.0.0.1:5005',
      },
    });
  });

  it('may name any address of this machine alone', () => {
    const shell = (more: object): string =>
      connectionOf({ ...file, ...more }, 'it').addresses.shell;
    assert.equal(shell({ ip: 'localhost' }), 'tcp://127.0.0.1:5001');
    assert.equal(shell({ ip: '127.1.2.3' }), 'tcp://127.1.2.3:5001');
    assert.equal(shell({ ip: '::1' }), 'tcp://[::1]:5001');
    assert.equal(shell({ ip: '0:0:0:0:0:0:0:1' }), 'tcp://[0:0:0:0:0:0:0:1]:5001');
    assert.equal(shell({ transport: 'ipc', ip: '/tmp/k' }), 'ipc:///tmp/k-5001');
  });

  for (const ip of ['0.0.0.0', '*', '192.168.0.7', '::', 'example.org', '127.example.org']) {
    it(`may not name ${ip}`, () => {
      assert.throws(
        () => connectionOf({ ...file, ip }, 'it'),
        (error) =>
          error instanceof UserError && error.message.includes('other machines may reach it'),
      );
    });
  }

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['a list', [], /holds no JSON object/],
    ['another transport', { ...file, transport: 'udp' }, /"udp"; expected 'tcp' or 'ipc'/],
    ['no key', { ...file, key: undefined }, /has no key/],
    [
      'another hash',
      { ...file, signature_scheme: 'hmac-md5' },
      /"hmac-md5"; expected 'hmac-sha256'/,
    ],
    ['no ip', { ...file, ip: '' }, /has no ip/],
    ['no port', { ...file, hb_port: undefined }, /hb_port is missing/],
    ['a port that is none', { ...file, stdin_port: 70000 }, /stdin_port is 70000/],
  ];
  for (const [what, value, message] of wrong) {
    it(`cannot have ${what}`, () => {
      assert.throws(
        () => connectionOf(value, 'the file'),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  }

  it('must be there, and hold JSON', () => {
    const path = join(folder(), 'kernel.json');
    assert.throws(() => readConnectionFile(path), /Cannot read the connection file .*ENOENT/);
    writeFileSync(path, 'hello');
    assert.throws(() => readConnectionFile(path), /Expected the JSON file that Jupyter writes/);
  });
});
