import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKernel } from '../../../src/kernel/headless/client.js';
import { newConnection, type Connection } from '../../../src/kernel/headless/connection.js';
import { isAlive } from '../../support/notebooks.js';
import { rawClient, type RawClient } from '../../support/raw-client.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const main = fileURLToPath(new URL('../../support/fake-kernel-main.ts', import.meta.url));
const command = [process.execPath, '--import', 'tsx', main];

interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown[]>;
  readonly stderr: () => string;
}

function start(args: readonly string[]): Running {
  const child = spawn(command[0], [...command.slice(1), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { process: child, ended: once(child, 'close'), stderr: () => stderr };
}

describe('runKernel', () => {
  const folder = temporaryFolder();
  let connection: Connection;
  let kernel: Running | undefined;
  let client: RawClient | undefined;
  beforeEach(async () => {
    connection = await newConnection('secret');
  });
  afterEach(() => {
    client?.close();
    client = undefined;
    kernel?.process.kill('SIGKILL');
    kernel = undefined;
    connection.close();
  });

  it('answers our own client, and ends when that wants it to', async () => {
    const spec = {
      name: 'fake',
      argv: [...command, '{connection_file}'],
      env: {},
      interruptMode: 'message' as const,
    };
    const own = await startKernel(spec, { cwd: process.cwd(), env: {} });
    const request = own.request('execute_request', { code: 'waits' }, ({ type }) => {
      if (type === 'execute_input') own.interrupt();
    });
    assert.equal((await request.reply).content.status, 'ok');
    await own.shutdown();
    assert.equal(await own.ended, 'ended with exit code 0');
  });

  it('interrupts on SIGINT, and ends on SIGTERM', async () => {
    kernel = start([connection.file]);
    client = await rawClient(connection.file);
    const id = await client.send('shell', 'execute_request', { code: 'waits' });
    await client.hear(({ type }) => type === 'execute_input');
    kernel.process.kill('SIGINT');
    const { published } = await client.exchange(id);
    assert.ok(published.some(({ content }) => content.text === 'interrupted'));
    kernel.process.kill('SIGTERM');
    assert.deepEqual(await kernel.ended, [0, null]);
    assert.equal(kernel.stderr(), '');
  });

  it('replies to a shutdown before it ends', async () => {
    kernel = start([connection.file]);
    client = await rawClient(connection.file);
    const { reply } = await client.ask('control', 'shutdown_request', { restart: false });
    assert.deepEqual(reply.content, { status: 'ok', restart: false });
    assert.deepEqual(await kernel.ended, [0, null]);
  });

  it('ends with its parent', async () => {
    const script =
      'const [command, ...args] = process.argv.slice(1);' +
      'const child = require("child_process").spawn(command, args, { stdio: "ignore" });' +
      'console.log(child.pid); setInterval(() => 0, 1000)';
    const args = ['-e', script, ...command, connection.file];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    kernel = { process: parent, ended: once(parent, 'close'), stderr: () => '' };
    const [pid] = (await once(parent.stdout, 'data')).map(Number);
    client = await rawClient(connection.file);
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(100);
    const orphan = isAlive(pid);
    if (orphan) process.kill(pid, 'SIGKILL');
    assert.ok(!orphan);
  });

  it('tells what is wrong with the command, the file or the address, with exit code 1', async () => {
    const file = join(folder(), 'connection.json');
    const given = JSON.parse(readFileSync(connection.file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...given, ip: '0.0.0.0' }));
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [[], /^The kernel was given 0 arguments; expected one, the connection file\./],
      [[join(folder(), 'none.json')], /^Cannot read the connection file .*none\.json: ENOENT/],
      [[file], /^.*connection\.json asks the kernel to listen on 0\.0\.0\.0, where other machines/],
    ];
    for (const [args, message] of wrong) {
      kernel = start(args);
      assert.deepEqual(await kernel.ended, [1, null]);
      assert.match(kernel.stderr(), message);
    }
  });
});
