import fs from 'node:fs';
import { pullback64 } from '../../../../src/engine/float64/forward.js';
import type { Layer } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';
import { modelOf } from '../differences.js';

interface Golden {
  readonly what: string;
  readonly shape: readonly [number, number, number, number];
  readonly x: number[];
  readonly y: number[];
  readonly upstream: number[];
  readonly gradient: number[];
}

const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-pooling.json', 'utf8')) as {
  cases: Golden[];
};
const padded = { size: 3, stride: 2, padding: 1 } as const;
const layers: Readonly<Record<string, Layer>> = {
  'maxpool k2 s2': { kind: 'maxPool', size: 2 },
  'maxpool k3 s2 p1': { kind: 'maxPool', ...padded },
  'maxpool k3 s1 p1 with ties (integer input)': { kind: 'maxPool', ...padded, stride: 1 },
  'maxpool k2 s2 ceil_mode': { kind: 'maxPool', size: 2, overhang: true },
  'avgpool k2 s2': { kind: 'averagePool', size: 2 },
  'avgpool k3 s2 p1 count_include_pad': { kind: 'averagePool', ...padded },
  'avgpool k3 s2 p1 no count_include_pad': {
    kind: 'averagePool',
    ...padded,
    countPadding: false,
  },
  'adaptive_avg_pool 7x5 -> 3x2': { kind: 'adaptiveAveragePool', height: 3, width: 2 },
  'global average': { kind: 'globalAveragePool' },
};

describe('pools in double precision', () => {
  for (const { what, shape, x, y, upstream, gradient } of cases) {
    it(`agree with PyTorch's: ${what}`, () => {
      const [count, ...picture] = shape;
      const model = modelOf([layers[what]], picture);
      const [inputs, dy] = [Float32Array.from(x), Float32Array.from(upstream)];
      const found = pullback64(model, {}, inputs, dy, count);
      assertTensorsClose({ y: found.outputs, dx: found.inputGradient }, { y, dx: gradient }, 1e-9);
    });
  }
});
