import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer } from 'zeromq';
import { newConnection } from '../../../src/kernel/headless/connection.js';
import { connectionOf, readConnectionFile } from '../../../src/kernel/server/connection-file.js';
import { bindSockets, closeSockets } from '../../../src/kernel/server/sockets.js';

describe('sockets', () => {
  it('say which address another program has, and let go of the others', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const connection = await newConnection('secret');
    const { key, addresses } = readConnectionFile(connection.file);
    const wanted = { key, addresses: { ...addresses, stdin: `tcp://127.0.0.1:${port}` } };
    try {
      await assert.rejects(bindSockets(wanted), {
        name: 'UserError',
        message:
          `The kernel cannot listen on tcp://127.0.0.1:${port} (stdin): address already in use. ` +
          'End the program that has it, or start the kernel again with other ports.',
      });
      closeSockets(await bindSockets({ key, addresses }));
    } finally {
      taken.close();
      connection.close();
    }
  });

  it('may be files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prunelab-test-'));
    const ports = { shell_port: 1, control_port: 2, iopub_port: 3, stdin_port: 4, hb_port: 5 };
    const file = { transport: 'ipc', ip: join(folder, 'k'), key: '', ...ports };
    const connection = connectionOf(file, 'it');
    const sockets = await bindSockets(connection);
    const client = new Dealer({ linger: 0 });
    try {
      client.connect(connection.addresses.shell);
      await client.send('hello');
      const [, text] = await sockets.shell.receive();
      assert.equal(text.toString(), 'hello');
    } finally {
      client.close();
      closeSockets(sockets);
      rmSync(folder, { recursive: true });
    }
  });
});
