import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../support/notebooks.js';
import { begin, finish } from '../../support/jupyter/run.js';
import { descendants, sharedKernel } from '../../support/jupyter/shared-kernel.js';

const tools =
  "import { exec, spawn, spawnSync } from 'node:child_process'; import { promisify } from 'node:util';\n" +
  "import { Worker } from 'node:worker_threads';";

describe('what cells have started', function () {
  if (process.platform !== 'linux') return; // elsewhere nobody lists the processes below another
  const { kernel, good, bad } = sharedKernel();
  /** The processes below the kernel, without the one in which cells run. */
  const children = (): number[] => descendants(kernel().pid).slice(1);
  const gone = async (pids: readonly number[]): Promise<void> => {
    for (let tries = 0; pids.some(isAlive); tries++) {
      assert.ok(tries < 100, `still there: ${pids.filter(isAlive).join()}`);
      await sleep(20);
    }
  };

  beforeEach(() => good(tools));

  const waits: Readonly<Record<string, string>> = {
    'a program that the cell waits for': "spawnSync('sleep', ['60']);",
    'a program of a shell': "await promisify(exec)('sleep 60; true');",
    'a program in an endless loop': "while (true) spawnSync('sleep', ['60']);",
  };
  for (const [what, code] of Object.entries(waits)) {
    it(`ends with an interrupt: ${what}`, async () => {
      await good('const kept = 1;');
      const exchange = begin(kernel(), code);
      await kernel().until(() => children().length > 0, 'child');
      const started = children();
      kernel().interrupt();
      const { error } = await finish(kernel(), exchange, 5);
      assert.match(error, /interrupt/i);
      await gone(started);
      assert.equal((await good('kept')).result, '1');
    });
  }

  it('ends with an interrupt: a worker, but not that of an earlier cell', async () => {
    await good(
      'const answers = \'const { parentPort } = require("node:worker_threads"); \' +\n' +
        '  \'parentPort.on("message", (text) => parentPort.postMessage(text));\';\n' +
        'const echo = new Worker(answers, { eval: true });',
    );
    await good(
      "let ended = 0; const spins = () => new Worker('for (;;);', { eval: true }).on('exit', () => ended++);",
    );
    const exchange = begin(kernel(), 'spins(); spins(); await new Promise(() => 0);');
    await sleep(300);
    kernel().interrupt();
    assert.equal((await finish(kernel(), exchange, 5)).status, 'error');
    const { result } = await good(
      'while (ended < 2) await new Promise((resolve) => setTimeout(resolve, 10));\n' +
        "echo.postMessage('there'); await new Promise((resolve) => echo.once('message', resolve))",
    );
    assert.equal(result, "'there'");
    await good('await echo.terminate();');
  });

  it('ends with an interrupt, but not the cells, whoever listens to signals', async () => {
    await good("const kept = 2; process.removeAllListeners('SIGINT');");
    const exchange = begin(kernel(), "spawnSync('sleep', ['60']);");
    await kernel().until(() => children().length > 0, 'child');
    kernel().interrupt();
    await finish(kernel(), exchange, 5);
    assert.equal((await good('kept')).result, '2');
  });

  it('ends with the process of the cells', async () => {
    await good("spawn('sleep', ['60']); exec('sleep 60; true');");
    await kernel().until(() => children().length === 3, 'children');
    const started = children();
    await bad('process.abort();');
    await gone(started);
  });

  it('ends with the kernel, however that ends', async () => {
    await good("spawn('sleep', ['60']); exec('sleep 60; true');");
    await kernel().until(() => children().length === 3, 'children');
    const started = descendants(kernel().pid);
    kernel().signal('SIGKILL');
    await kernel().ended;
    await gone(started);
  });
});
