import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Optimizer } from '../../../src/engine/optimizer.js';
import { createUpdate } from '../../../src/engine/wasm/optimiser.js';
import type { StoredParameter } from '../../../src/engine/wasm/stored-parameter.js';
import { assertTensorClose } from './examples.js';
import { withBuffers } from './guarded.js';

type Golden = Record<string, number[]>;

const adam: Optimizer = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** Makes one step per gradient and calls `after` with the values it leaves. */
function run(
  optimizer: Optimizer,
  learningRate: number,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  after: (values: Float32Array, moments: Float32Array[]) => void,
  keep?: readonly number[],
): void {
  const n = start.length;
  const sizes = { values: n, gradient: n, first: n, second: n, mask: n };
  withBuffers(sizes, ({ kernels, at, floats, words }) => {
    const parameter: StoredParameter = {
      name: 'w',
      size: n,
      stored: n,
      indices: undefined,
      values: at.values,
      gradient: at.gradient,
      mask: keep === undefined ? 0 : at.mask,
      moments: [at.first, at.second],
    };
    const update = createUpdate(kernels, optimizer, [parameter]);
    floats.values.set(start);
    if (keep !== undefined) words.mask.set(keep.map((bit) => -bit));
    for (const gradient of gradients) {
      floats.gradient.set(gradient);
      update.step(learningRate);
      after(floats.values, [floats.first, floats.second]);
    }
  });
}

describe('optimisers', () => {
  const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-optimizers.json', 'utf8')) as Golden;
  const rows = (name: string): number[][] =>
    Array.from({ length: 6 }, (_, step) => golden[name].slice(5 * step, 5 * step + 5));

  // The parameter has 5 values, so that both the vector part and the rest of the kernels are used.
  for (const [name, learningRate, optimizer] of [
    ['sgd lr.1', 0.1, { kind: 'sgd', momentum: 0, weightDecay: 0 }],
    ['sgd lr.1 momentum.9', 0.1, { kind: 'sgd', momentum: 0.9, weightDecay: 0 }],
    ['sgd lr.1 momentum.9 wd1e-2', 0.1, { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }],
    ['adam lr.01', 0.01, adam],
    ['adam lr.01 wd1e-2', 0.01, { ...adam, weightDecay: 0.01 }],
  ] as const) {
    it(`agree with PyTorch's: ${name}`, () => {
      const expected = rows(name);
      let step = 0;
      run(optimizer, learningRate, golden.start, rows('gradients'), (values) => {
        assertTensorClose(values, expected[step++], 1e-6, name);
      });
      assert.equal(step, 6);
    });
  }

  it('never touch a pruned weight or its averages', () => {
    const start = [1, 0, 3, 0, 5, 0];
    const keep = [1, 0, 1, 0, 1, 0];
    const gradients = Array.from({ length: 9 }, () => [1, 1, 1, 1, 1, 1]);
    for (const optimizer of [
      { kind: 'sgd', momentum: 0.9, weightDecay: 0.1 },
      { ...adam, weightDecay: 0.1 },
      { ...adam, epsilon: 0 },
    ] as const) {
      const check = (values: Float32Array, moments: Float32Array[]): void => {
        for (const i of [1, 3, 5]) {
          for (const tensor of [values, ...moments]) assert.ok(Object.is(tensor[i], 0));
        }
        for (const i of [0, 2, 4]) assert.ok(values[i] < start[i]);
      };
      run(optimizer, 0.1, start, gradients, check, keep);
    }
  });

  it('let averages that have decayed end at zero, not at denormal numbers', () => {
    const start = [1, 1, 1, 1, 1];
    const gradients = Array.from({ length: 1200 }, (_, i) => start.map(() => (i === 0 ? 1 : 0)));
    for (const optimizer of [{ kind: 'sgd', momentum: 0.9, weightDecay: 0 }, adam] as const) {
      let last: number[] = [];
      run(optimizer, 0.1, start, gradients, (_, [first]) => {
        last = [...first];
        for (const mean of first) assert.ok(mean === 0 || mean >= 1e-32);
      });
      assert.deepEqual(last, [0, 0, 0, 0, 0]);
    }
  });
});
