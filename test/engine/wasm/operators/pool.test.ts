import assert from 'node:assert/strict';
import fs from 'node:fs';
import { poolOperator } from '../../../../src/engine/wasm/operators/pool.js';
import type { AveragePoolLayer, PoolLayer, Shape } from '../../../../src/models/layer.js';
import { outputShape } from '../../../../src/models/shapes.js';
import { UserError } from '../../../../src/errors.js';
import { assertTensorClose } from '../examples.js';
import { runOperator } from './harness.js';
import { added, normals, variations } from './variations.js';

type Layer = PoolLayer | AveragePoolLayer;

interface Golden {
  readonly what: string;
  readonly shape: readonly [number, number, number, number];
  readonly outputShape: readonly number[];
  readonly x: number[];
  readonly y: number[];
  readonly upstream: number[];
  readonly gradient: number[];
}

const layersOf: Readonly<Record<string, Layer>> = {
  'maxpool k2 s2': { kind: 'maxPool', size: 2 },
  'maxpool k3 s2 p1': { kind: 'maxPool', size: 3, stride: 2, padding: 1 },
  'maxpool k3 s1 p1 with ties (integer input)': {
    kind: 'maxPool',
    size: 3,
    stride: 1,
    padding: 1,
  },
  'maxpool k2 s2 ceil_mode': { kind: 'maxPool', size: 2, overhang: true },
  'avgpool k2 s2': { kind: 'averagePool', size: 2 },
  'avgpool k3 s2 p1 count_include_pad': { kind: 'averagePool', size: 3, stride: 2, padding: 1 },
  'avgpool k3 s2 p1 no count_include_pad': {
    kind: 'averagePool',
    size: 3,
    stride: 2,
    padding: 1,
    countPadding: false,
  },
  'adaptive_avg_pool 7x5 -> 3x2': { kind: 'adaptiveAveragePool', height: 3, width: 2 },
  'global average': { kind: 'globalAveragePool' },
};

/** Output and gradient of one example by plain loops over padded windows. */
function reference(
  layer: PoolLayer,
  [channels, height, width]: Shape,
  x: Float32Array,
  upstream: Float32Array,
): { y: number[]; gradient: number[] } {
  const { kind, size, stride = size, padding = 0, countPadding = true } = layer;
  const [, lines, columns] = outputShape(layer, [channels, height, width]);
  const y: number[] = [];
  const gradient = new Array<number>(x.length).fill(0);
  for (let c = 0; c < channels; c++) {
    for (let line = 0; line < lines; line++) {
      for (let column = 0; column < columns; column++) {
        const inside: number[] = [];
        let counted = 0; // pixels and padding, but not what hangs over it
        for (let i = line * stride - padding; i < line * stride - padding + size; i++) {
          for (let j = column * stride - padding; j < column * stride - padding + size; j++) {
            if (i < height + padding && j < width + padding) counted++;
            if (i < 0 || j < 0 || i >= height || j >= width) continue;
            inside.push((c * height + i) * width + j);
          }
        }
        const values = inside.map((at) => x[at]);
        const d = upstream[y.length];
        if (kind === 'maxPool') {
          y.push(Math.max(...values));
          gradient[inside[values.indexOf(Math.max(...values))]] += d;
        } else {
          const divisor = countPadding ? counted : inside.length;
          y.push(values.reduce((a, b) => a + b, 0) / divisor);
          for (const at of inside) gradient[at] += d / divisor;
        }
      }
    }
  }
  return { y, gradient };
}

describe('pools', () => {
  const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-pooling.json', 'utf8')) as {
    cases: Golden[];
  };

  for (const { what, shape, x, y, upstream, gradient, outputShape: expected } of cases) {
    it(`agree with PyTorch's: ${what}`, () => {
      const [count, ...picture] = shape;
      const layer = layersOf[what];
      assert.deepEqual(outputShape(layer, picture), expected.slice(1));
      for (const halo of [0, 2]) {
        const { output, inputGradients } = runOperator({
          batchSize: count,
          inputs: [{ shape: picture, halo, values: Float32Array.from(x) }],
          upstream: Float32Array.from(upstream),
          outputHalo: 2 - halo,
          create: (workshop, [input]) => poolOperator(workshop, layer, 'pool', input),
        });
        assertTensorClose(output, y, 2e-7, what);
        assertTensorClose(inputGradients[0], gradient, 2e-7, `gradient of ${what}`);
      }
    });
  }

  it('agree with plain loops at all sizes, ties included', () => {
    const tried = { maxPool: 0, averagePool: 0 };
    for (let round = 0; round < 4; round++) {
      for (const each of variations(`pool ${round}`, ['blocks'])) {
        const { rng, count, shape, adds, ...trial } = each;
        const size = 1 + rng.below(Math.min(4, shape[1], shape[2]));
        const layer: PoolLayer = {
          kind: round % 2 === 0 ? 'maxPool' : 'averagePool',
          size,
          stride: 1 + rng.below(3),
          padding: rng.below(1 + Math.floor(size / 2)),
          overhang: rng.below(2) === 1,
          countPadding: rng.below(2) === 1,
        };
        const outShape = outputShape(layer, shape);
        const values = normals(rng, count, shape).map((v) => Math.round(2 * v)); // many ties
        const upstream = normals(rng, count, outShape);
        const before = adds ? normals(rng, count, shape) : undefined;
        const { output, inputGradients } = runOperator({
          ...trial,
          count,
          inputs: [{ ...trial, shape, values, ...(before && { before }) }],
          upstream,
          create: (workshop, [input]) => poolOperator(workshop, layer, 'pool', input),
        });
        const [inside, outside] = [values.length / count, upstream.length / count];
        const gradient = added(inputGradients[0], before);
        for (let i = 0; i < count; i++) {
          const x = values.subarray(i * inside, (i + 1) * inside);
          const d = upstream.subarray(i * outside, (i + 1) * outside);
          const expected = reference(layer, shape, x, d);
          const what = `${JSON.stringify(layer)} ${each.what} example ${i}`;
          const y = output.subarray(i * outside, (i + 1) * outside);
          assertTensorClose(y, expected.y, 2e-7, what);
          const dx = gradient.subarray(i * inside, (i + 1) * inside);
          assertTensorClose(dx, expected.gradient, 5e-6, `gradient of ${what}`);
        }
        tried[layer.kind]++;
      }
    }
    assert.ok(tried.maxPool > 20 && tried.averagePool > 20);
  });

  it('do not hide that a network has diverged', () => {
    for (const values of [
      [NaN, 1, 1, 1],
      [1, 1, NaN, 1],
      [1, 1, 1, NaN],
    ]) {
      const { output } = runOperator({
        batchSize: 1,
        inputs: [{ shape: [1, 2, 2], values: Float32Array.from(values) }],
        create: (workshop, [input]) =>
          poolOperator(workshop, { kind: 'maxPool', size: 2 }, 'pool', input),
      });
      assert.ok(Number.isNaN(output[0]));
    }
  });

  it('refuse windows that hold nothing but padding', () => {
    assert.throws(
      () => outputShape({ kind: 'maxPool', size: 2, padding: 2 }, [1, 4, 4]),
      (error) => error instanceof UserError && error.message.includes('at most half its size'),
    );
  });
});
