import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { permutation, stream } from '../../../src/math/rng.js';
import { begin, finish } from '../../support/jupyter/run.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

interface Fault {
  readonly what: string;
  readonly code: string;
  readonly ends: 'ok' | 'error';
  /** It runs until it is interrupted. */
  readonly endless?: boolean;
  /** The process of the cells ends with it, and the variables with that. */
  readonly fatal?: boolean;
}

const wait = 'await new Promise((resolve) => setTimeout(resolve, 50));';
const worker = "import { Worker } from 'node:worker_threads'; const worker = new Worker";
const error = (what: string, code: string): Fault => ({ what, code, ends: 'error' });
const endless = (what: string, code: string): Fault => ({ ...error(what, code), endless: true });

/** A hundred faults: each with how often it comes. */
const drill: readonly (readonly [number, Fault])[] = [
  [8, error('a throw', "throw new Error('thrown');")],
  [4, error('a throw of no error', "throw { not: 'an error' };")],
  [6, error('a throw after an await', `${wait} throw new Error('later');`)],
  [4, error('a throw in a timer', `setTimeout(() => { throw new Error('timer'); }, 5); ${wait}`)],
  [6, error('a rejection', "Promise.reject(new Error('rejected'));")],
  [6, error('an awaited rejection', "await Promise.reject(new Error('awaited'));")],
  [8, error('a syntax error', 'const = function {')],
  [6, error('a type error', "const n: number = 'text';")],
  [8, error('process.exit', 'process.exit(1);')],
  [4, error('process.exit in a timer', `setTimeout(() => process.exit(1), 5); ${wait}`)],
  [6, error('deep recursion', 'const down = (n: number): number => down(n + 1) + 1; down(0);')],
  [4, { what: 'a huge string', code: "console.log('x'.repeat(2e6));", ends: 'ok' }],
  [2, error('a string too long', "'x'.repeat(2 ** 30);")],
  [4, { what: 'a huge result', code: 'new Array(1e6).fill({ a: { b: [1] } })', ends: 'ok' }],
  [
    4,
    {
      what: 'a worker that fails, and is heard',
      code: `${worker}('throw new Error("in the worker")', { eval: true }); worker.on('error', () => 0); ${wait}`,
      ends: 'ok',
    },
  ],
  [
    4,
    error(
      'a worker that fails, unheard',
      `${worker}('throw new Error("in the worker")', { eval: true }); await new Promise((resolve) => setTimeout(resolve, 1500));`,
    ),
  ],
  [3, endless('an endless loop', 'while (true);')],
  [3, endless('an endless loop after an await', `${wait} for (;;);`)],
  [2, endless('an endless loop of promises', 'for (;;) await null;')],
  [2, endless('an endless wait', 'await new Promise(() => 0);')],
  [4, endless('a flood', "for (;;) console.log('flood');")],
  [2, { ...error('an abort', 'process.abort();'), fatal: true }],
];

const faults = drill.flatMap(([times, fault]) => Array.from({ length: times }, () => fault));
const order = [...permutation(faults.length, stream(1, 'fault drill'))];

describe('the kernel in the fault drill', function () {
  this.timeout(60_000);
  const { kernel, good } = sharedKernel();

  for (const [number, index] of order.entries()) {
    const { what, code, ends, endless, fatal } = faults[index];
    it(`answers after fault ${number + 1}, ${what}`, async () => {
      await good(`const kept = ${number};`);
      const exchange = begin(kernel(), code);
      if (endless === true) {
        await sleep(300);
        kernel().interrupt();
      }
      assert.equal((await finish(kernel(), exchange)).status, ends);
      assert.equal((await good('1 + 1')).result, '2');
      if (fatal !== true) assert.equal((await good('kept')).result, String(number));
    });
  }

  it('is a drill of a hundred', () => assert.equal(faults.length, 100));
});
