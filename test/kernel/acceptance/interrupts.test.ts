import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { begin, finish, inputRequest, type Outcome } from '../../support/jupyter/run.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

const pause = 'await new Promise((resolve) => setTimeout(resolve, 10));';

/** Endless cells; each counts in `ticks` what it does. */
const endless: Readonly<Record<string, string>> = {
  'a loop': 'while (true) ticks++;',
  'a loop after an await': `${pause} while (true) ticks++;`,
  'a loop of settled promises': 'while (true) { await null; ticks++; }',
  'a loop of pauses': `while (true) { ticks++; ${pause} }`,
  'a loop in a timer': 'await new Promise(() => setTimeout(() => { while (true) ticks++; }, 10));',
  'a loop of immediates':
    'while (true) { ticks++; await new Promise((resolve) => setImmediate(resolve)); }',
  'an interval': 'await new Promise(() => setInterval(() => ticks++, 10));',
  'a loop that catches everything': 'while (true) { try { while (true) ticks++; } catch {} }',
  'a loop in a function of an earlier cell': 'forever();',
  'a promise that never settles': 'await new Promise(() => ticks++);',
  'a hopeless pattern': "ticks++; /^(a+)+$/.test('a'.repeat(40) + 'b');",
  'a training': 'await train();',
};

describe('interrupts', () => {
  const { kernel, cell, good } = sharedKernel();

  beforeEach(async () => {
    const prepared = await cell('ticks = 0;');
    if (prepared.status === 'ok') return;
    await good(
      'let ticks = 0; const before = 5; function forever() { while (true) ticks++; }\n' +
        "import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu';\n" +
        "import * as layers from '@tensorflow/tfjs-layers';\n" +
        'async function train() {\n' +
        '  const model = layers.sequential({ layers: [layers.layers.dense({ units: 1, inputShape: [4] })] });\n' +
        "  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });\n" +
        '  await model.fit(tf.randomNormal([256, 4]), tf.randomNormal([256, 1]), ' +
        '{ epochs: 100000, batchSize: 8, verbose: 0, callbacks: { onBatchEnd: () => { ticks++; } } });\n}',
      { seconds: 19 },
    );
  });

  const interrupted = async (code: string, interrupt: () => void): Promise<Outcome> => {
    const exchange = begin(kernel(), code);
    await sleep(400);
    assert.equal(exchange.reply, undefined, 'it ended by itself');
    interrupt();
    return finish(kernel(), exchange, 5);
  };
  const holds = async (outcome: Outcome): Promise<void> => {
    assert.equal(outcome.status, 'error');
    assert.match(outcome.error, /interrupt/i);
    const { stdout } = await good('console.log(before, ticks > 0);');
    assert.equal(stdout, '5 true\n');
    const first = (await good('console.log(ticks);')).stdout;
    await sleep(100);
    assert.equal((await good('console.log(ticks);')).stdout, first, 'it goes on in the background');
  };

  for (const [what, code] of Object.entries(endless)) {
    it(`by message stop ${what}, and keep the variables`, async () => {
      await holds(
        await interrupted(code, () =>
          kernel().send('control', { type: 'interrupt_request', content: {} }),
        ),
      );
    });
  }

  for (const what of ['a loop', 'a loop after an await', 'a loop of pauses']) {
    it(`by SIGINT stop ${what}`, async () => {
      await holds(await interrupted(endless[what], () => kernel().signal('SIGINT')));
    });
  }

  it('may come before the first line of the cell runs, while it is compiled or loads', async () => {
    for (let delay = 0; delay <= 120; delay += 8) {
      const exchange = begin(kernel(), `import 'node:os'; const fresh${delay} = 1; while (true);`);
      const begun = (): boolean =>
        exchange.published.some(({ header }) => header.msg_type === 'execute_input');
      await kernel().until(begun, 'execute_input');
      await sleep(delay);
      kernel().interrupt();
      assert.match((await finish(kernel(), exchange, 5)).error, /interrupt/i);
      assert.equal((await good('1 + 1')).result, '2', `interrupted after ${delay} ms`);
    }
  });

  it('may come several at once, and leave the next cell alone', async () => {
    for (let round = 0; round < 5; round++) {
      const outcome = await interrupted(endless['a loop'], () => {
        for (let i = 0; i < 4; i++) kernel().interrupt();
      });
      await holds(outcome);
    }
  });

  it('fire the signal named interrupted, a fresh one for every cell', async () => {
    const { stdout } = await interrupted(
      "interrupted.addEventListener('abort', () => console.log('told')); ticks++; await new Promise(() => 0);",
      () => kernel().interrupt(),
    );
    assert.equal(stdout, 'told\n');
    assert.equal((await good('interrupted.aborted')).result, 'false');
    const waiting = await interrupted(
      "import { setTimeout as wait } from 'node:timers/promises'; ticks++; await wait(60000, 0, { signal: interrupted });",
      () => kernel().interrupt(),
    );
    await holds(waiting);
  });

  it('end a question that waits for its answer', async () => {
    const exchange = begin(kernel(), "await input('Well? ');", { answers: [''] });
    assert.ok(await inputRequest(kernel(), exchange));
    kernel().interrupt();
    assert.equal((await finish(kernel(), exchange, 5)).status, 'error');
    assert.equal((await good('before')).result, '5');
  });

  it('abort the cells that wait, if the cell says so', async () => {
    const first = begin(kernel(), 'while (true);', { stopOnError: true });
    const second = begin(kernel(), "console.log('runs');");
    await sleep(300);
    kernel().interrupt();
    assert.equal((await finish(kernel(), first, 5)).status, 'error');
    assert.equal((await finish(kernel(), second, 5)).status, 'aborted');
  });

  it('do nothing when no cell runs', async () => {
    kernel().interrupt();
    kernel().signal('SIGINT');
    await sleep(200);
    assert.equal((await good(`${pause} before`)).result, '5');
    kernel().interrupt();
    assert.equal((await good(`before`)).result, '5');
  });
});
