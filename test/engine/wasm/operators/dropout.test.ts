import assert from 'node:assert/strict';
import { dropoutOperator } from '../../../../src/engine/wasm/operators/dropout.js';
import type { TensorLayout } from '../../../../src/engine/wasm/memory/tensor.js';
import type { Shape } from '../../../../src/models/layer.js';
import { assertTensorClose } from '../examples.js';
import { runOperator } from './harness.js';
import { normals, variations } from './variations.js';

interface Draw {
  readonly rate?: number;
  readonly shape?: Shape;
  readonly layout?: TensorLayout;
  readonly batchSize?: number;
  readonly count?: number;
  readonly seed?: number;
  readonly layer?: number;
  readonly step?: number;
}

/** Which values of a batch are kept, as zeros and ones. */
function draw(options: Draw): number[] {
  const { rate = 0.5, shape = [8, 5, 5], layout = 'blocks', batchSize = 40 } = options;
  const { count = batchSize, seed = 1, layer = 0, step = 1 } = options;
  const values = new Float32Array(count * shape[0] * shape[1] * shape[2]).fill(1);
  const { output } = runOperator({
    batchSize,
    count,
    step,
    inputs: [{ shape, layout, values }],
    create: (workshop, [input]) =>
      dropoutOperator(workshop, { kind: 'dropout', rate }, 'drop', input, { seed, layer }),
  });
  return Array.from(output, (y) => (y === 0 ? 0 : 1));
}

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** Correlation of two rows of zeros and ones in standard errors. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - p) * (b[i] - q)));
  return (covariance / Math.sqrt(p * (1 - p) * q * (1 - q))) * Math.sqrt(a.length);
}

describe('dropout', () => {
  it('keeps the right share of the values', () => {
    for (const rate of [0.1, 0.5, 0.8]) {
      const kept = draw({ rate });
      const error = Math.sqrt((rate * (1 - rate)) / kept.length);
      assert.ok(Math.abs(mean(kept) - (1 - rate)) < 4 * error, `${rate}: ${mean(kept)}`);
    }
    assert.equal(mean(draw({ rate: 0 })), 1);
  });

  it('draws anew for every seed, step, layer, example and feature', () => {
    const first = draw({});
    const others = [
      draw({ seed: 2 }),
      draw({ seed: 2 ** 32 + 1 }),
      draw({ step: 2 }),
      draw({ layer: 1 }),
    ];
    for (const other of others) assert.ok(Math.abs(correlation(first, other)) < 4);
    for (const lag of [1, 2, 4, 25, 200, 400, 800]) {
      assert.ok(Math.abs(correlation(first.slice(lag), first.slice(0, -lag))) < 4, `lag ${lag}`);
    }
    // The steps of one layer are not those of another, moved.
    assert.ok(Math.abs(correlation(draw({ step: 2 }), draw({ layer: 1, step: 1 }))) < 4);
  });

  it('depends neither on the layout nor on the size of the batch', () => {
    const first = draw({});
    assert.deepEqual(draw({ layout: 'rows' }), first);
    assert.deepEqual(draw({ shape: [200, 1, 1], layout: 'rows' }), first);
    assert.deepEqual(draw({ batchSize: 60, count: 7 }), first.slice(0, 7 * 200));
  });

  it('scales what it keeps, and lets the gradient through in the same places', () => {
    for (const training of [true, false]) {
      for (const each of variations('dropout', ['rows', 'blocks'])) {
        const { rng, count, shape, adds, ...trial } = each;
        const values = normals(rng, count, shape);
        const upstream = normals(rng, count, shape);
        const before = adds ? normals(rng, count, shape) : undefined;
        const { output, inputGradients } = runOperator({
          ...trial,
          count,
          training,
          inputs: [{ ...trial, shape, values, ...(before && { before }) }],
          upstream,
          create: (workshop, [input]) =>
            dropoutOperator(workshop, { kind: 'dropout', rate: 0.2 }, 'drop', input, {
              seed: 5,
              layer: 3,
            }),
        });
        const factor = Array.from(output, (y) => (training ? (y === 0 ? 0 : 1.25) : 1));
        const expected = Array.from(values, (x, i) => factor[i] * x);
        assertTensorClose(output, expected, 1e-7, each.what);
        const gradient = Array.from(upstream, (g, i) => factor[i] * g + (before?.[i] ?? 0));
        assertTensorClose(inputGradients[0], gradient, 1e-7, each.what);
      }
    }
  });
});
