import assert from 'node:assert/strict';
import fs from 'node:fs';
import {
  adagrad,
  adam,
  adamw,
  type Optimizer,
  rmsprop,
  sgd,
} from '../../../src/engine/optimizer.js';
import { createClip, createUpdate } from '../../../src/engine/wasm/optimiser.js';
import type { StoredParameter } from '../../../src/engine/wasm/memory/stored-parameter.js';
import { assertTensorClose } from './examples.js';
import { withBuffers } from './guarded.js';

type Golden = Record<string, number[]>;

/** A parameter that is stored whole. */
function parameter(
  size: number,
  parts: Pick<StoredParameter, 'values' | 'gradient' | 'mask' | 'moments'>,
): StoredParameter {
  return { name: 'w', size, stored: size, indices: undefined, ...parts };
}

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
  const sizes = { values: n, gradient: n, first: n, second: n, third: n, mask: n };
  withBuffers(sizes, ({ kernels, at, floats, words }) => {
    const whole = parameter(n, {
      values: at.values,
      gradient: at.gradient,
      mask: keep === undefined ? 0 : at.mask,
      moments: [at.first, at.second, at.third],
    });
    // A running statistic, which has no gradient, must be left alone.
    const statistic = parameter(n, { values: at.mask, gradient: 0, mask: 0, moments: [] });
    const update = createUpdate(kernels, optimizer, [statistic, whole]);
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
    ['sgd lr.1', 0.1, sgd()],
    ['sgd lr.1 momentum.9', 0.1, sgd({ momentum: 0.9 })],
    ['sgd lr.1 momentum.9 wd1e-2', 0.1, sgd({ momentum: 0.9, weightDecay: 0.01 })],
    [
      'sgd lr.1 momentum.9 wd1e-2 nesterov',
      0.1,
      sgd({ momentum: 0.9, weightDecay: 0.01, nesterov: true }),
    ],
    ['sgd lr.1 momentum.9 dampening.5', 0.1, sgd({ momentum: 0.9, dampening: 0.5 })],
    ['adam lr.01', 0.01, adam()],
    ['adam lr.01 wd1e-2', 0.01, adam({ weightDecay: 0.01 })],
    ['adam amsgrad lr.01', 0.01, adam({ amsgrad: true })],
    ['adamw lr.01 wd1e-2', 0.01, adamw()],
    ['rmsprop lr.01', 0.01, rmsprop()],
    ['adagrad lr.1', 0.1, adagrad()],
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
      sgd({ momentum: 0.9, weightDecay: 0.1 }),
      sgd({ momentum: 0.9, nesterov: true }),
      adam({ weightDecay: 0.1 }),
      adam({ epsilon: 0, amsgrad: true }),
      adamw(),
      rmsprop(),
      adagrad(),
    ]) {
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
    for (const optimizer of [sgd({ momentum: 0.9 }), adam()]) {
      let last: number[] = [];
      run(optimizer, 0.1, start, gradients, (_, [first]) => {
        last = [...first];
        for (const mean of first) assert.ok(mean === 0 || mean >= 1e-32);
      });
      assert.deepEqual(last, [0, 0, 0, 0, 0]);
    }
  });

  it('start again after a reset', () => {
    for (const optimizer of [adam(), sgd({ momentum: 0.9, dampening: 0.5 })]) {
      const sizes = { values: 3, gradient: 3, first: 3, second: 3 };
      withBuffers(sizes, ({ kernels, at, floats }) => {
        const { values, gradient, first, second } = at;
        const moments = [first, second];
        const update = createUpdate(kernels, optimizer, [
          parameter(3, { values, gradient, mask: 0, moments }),
        ]);
        const steps = (): number[] => {
          for (const buffer of [floats.values, floats.first, floats.second]) buffer.fill(0);
          floats.gradient.set([1, -2, 3]);
          update.step(0.1);
          update.step(0.1);
          return [...floats.values];
        };
        const once = steps();
        assert.notDeepEqual(steps(), once);
        update.reset();
        assert.deepEqual(steps(), once);
      });
    }
  });
});

describe('clipping', () => {
  /** Clips gradients of two parameters; the second has a mask, and every third is pruned. */
  function clip(a: readonly number[], b: readonly number[], clipNorm: number): number[][] {
    const sizes = { values: 9, a: a.length, b: b.length, mask: b.length };
    return withBuffers(sizes, ({ kernels, at, floats, words }) => {
      floats.a.set(a);
      floats.b.set(b);
      words.mask.set(b.map((_, i) => (i % 3 === 2 ? 0 : -1)));
      const { values } = at;
      const parameters = [
        parameter(a.length, { values, gradient: at.a, mask: 0, moments: [] }),
        parameter(9, { values, gradient: 0, mask: 0, moments: [] }),
        parameter(b.length, { values, gradient: at.b, mask: at.mask, moments: [] }),
      ];
      createClip(kernels, parameters, clipNorm)();
      return [[...floats.a], [...floats.b]];
    });
  }

  it('scales all gradients to the norm over the surviving weights of all parameters', () => {
    const [a, b] = clip([1, 2, 3, 4, 5], [6, 7, 1000, 8, 9, 1000, 10], 2);
    const norm = Math.sqrt([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((sum, g) => sum + g * g, 0));
    assertTensorClose(
      a,
      [1, 2, 3, 4, 5].map((g) => (g * 2) / norm),
      1e-7,
      'a',
    );
    const kept = b.filter((_, i) => i % 3 !== 2);
    assertTensorClose(
      kept,
      [6, 7, 8, 9, 10].map((g) => (g * 2) / norm),
      1e-7,
      'b',
    );
  });

  it('leaves small gradients as they are', () => {
    assert.deepEqual(clip([3], [4], 5), [[3], [4]]);
    assert.deepEqual(clip([0, 0], [0], 1), [[0, 0], [0]]);
  });
});
