import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newConnection } from '../../../src/kernel/headless/connection.js';
import { prunelabKernel } from '../../../src/kernel/headless/kernelspec.js';
import { isAlive } from '../../support/notebooks.js';
import { startRaw, type RawKernel } from '../../support/jupyter/raw-client.js';
import { begin, run } from '../../support/jupyter/run.js';
import { descendants, sharedKernel } from '../../support/jupyter/shared-kernel.js';

async function gone(pids: readonly number[], seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (pids.some(isAlive)) {
    assert.ok(performance.now() < deadline, `still there: ${pids.filter(isAlive).join()}`);
    await sleep(20);
  }
}

describe('the end of the kernel', () => {
  let kernel: RawKernel;
  beforeEach(async () => {
    kernel = await startRaw(prunelabKernel());
  });
  afterEach(() => kernel.kill());
  const family = (): number[] =>
    process.platform === 'linux' ? [kernel.pid, ...descendants(kernel.pid)] : [kernel.pid];

  /** Asks for the end; the answer comes before it, and nothing is left behind. */
  const ends = async (restart: boolean): Promise<void> => {
    const processes = family();
    const exchange = kernel.send('control', { type: 'shutdown_request', content: { restart } });
    await Promise.race([
      kernel.until(() => exchange.reply !== undefined, 'shutdown_reply', 5),
      sleep(5000),
    ]);
    assert.deepEqual(exchange.reply?.content, { status: 'ok', restart });
    assert.equal(await kernel.ended, 'ended with exit code 0');
    await gone(processes, 3);
  };

  it('comes when asked for, with a timer running', async () => {
    await run(kernel, 'setInterval(() => 0, 100);');
    await ends(false);
  });

  it('comes when asked for, in an endless loop', async () => {
    begin(kernel, 'while (true);');
    await sleep(300);
    await ends(false);
  });

  it('comes when asked for to start again', async () => {
    await run(kernel, 'const x = 1;');
    await ends(true);
  });

  it('comes with SIGTERM, and nothing is left', async function () {
    if (process.platform === 'win32') this.skip();
    begin(kernel, 'while (true);');
    await sleep(300);
    const processes = family();
    kernel.signal('SIGTERM');
    await gone(processes, 5);
  });
});

describe('the end of whoever started the kernel', () => {
  it('ends the kernel, and nothing is left, even of an endless loop', async function () {
    if (process.platform !== 'linux') this.skip();
    const key = randomUUID();
    const connection = await newConnection(key);
    const [command, ...args] = prunelabKernel().argv.map((word) =>
      word.replace('{connection_file}', connection.file),
    );
    const script = `require('node:child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: 'inherit' }); setInterval(() => 0, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: 'ignore', detached: true });
    try {
      let processes: number[] = [];
      // The kernel, and the process in which cells run.
      while (processes.length < 2) {
        await sleep(100);
        processes = descendants(parent.pid!);
      }
      await sleep(1500);
      processes = descendants(parent.pid!);
      parent.kill('SIGKILL');
      await gone(processes, 10);
    } finally {
      connection.close();
      parent.kill('SIGKILL');
    }
  });
});

describe('the end of the process in which cells run', () => {
  // So that memory runs out before the machine's does.
  const env = { NODE_OPTIONS: '--max-old-space-size=400' };
  const { kernel, cell, good, bad } = sharedKernel({ env });

  const crashes: Readonly<Record<string, string>> = {
    'it aborts': 'process.abort();',
    'it is killed': "process.kill(process.pid, 'SIGKILL');",
    'it runs out of memory':
      'const hoard: number[][] = []; while (true) hoard.push(new Array(1e6).fill(1.5));',
    'it aborts while it waits':
      'setTimeout(() => process.abort(), 50); await new Promise(() => 0);',
  };
  for (const [what, code] of Object.entries(crashes)) {
    it(`fails the cell and no more when ${what}`, async () => {
      await good('let remembered = 1;');
      const { pid } = kernel();
      const failed = await bad(code);
      assert.notEqual(failed.error, '');
      assert.equal((await good('1 + 1')).result, '2');
      assert.equal((await cell('remembered')).status, 'error');
      assert.equal((await good('let remembered = 2; remembered')).result, '2');
      assert.equal(kernel().pid, pid);
    });
  }

  it('fails the cell that waits for it, not the kernel, when it comes between cells', async () => {
    await good('setTimeout(() => process.abort(), 100);');
    await sleep(1000);
    const first = await cell('1 + 1');
    if (first.status === 'error') assert.equal((await good('1 + 1')).result, '2');
    else assert.equal(first.result, '2');
  });

  it('goes on counting cells afterwards', async () => {
    const { count } = await good('1;');
    await bad('process.abort();');
    assert.ok(Number((await good('1;')).count) > Number(count));
  });
});
