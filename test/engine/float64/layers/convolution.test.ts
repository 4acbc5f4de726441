import fs from 'node:fs';
import { pullback64 } from '../../../../src/engine/float64/forward.js';
import type { Conv2dLayer, Shape } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';
import { modelOf } from '../differences.js';

interface Golden extends Omit<Required<Conv2dLayer>, 'kind' | 'name' | 'bias'> {
  readonly batch: number;
  readonly shape: Shape;
  readonly x: number[];
  readonly weight: number[];
  readonly bias: number[] | null;
  readonly y: number[];
  readonly upstream: number[];
  readonly inputGradient: number[];
  readonly weightGradient: number[];
  readonly biasGradient: number[] | null;
}

const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-conv2d.json', 'utf8')) as {
  cases: Golden[];
};

describe('convolutions in double precision', () => {
  for (const golden of cases) {
    const { channels, kernel, stride, padding, dilation, groups } = golden;
    it(`agree with PyTorch's: k${kernel} s${stride} p${padding} d${dilation} g${groups}`, () => {
      const { bias, biasGradient, batch } = golden;
      const options = { channels, kernel, stride, padding, dilation, groups };
      const layer = { kind: 'conv2d', name: 'c', ...options, bias: bias !== null } as const;
      const withBias = (values: number[] | null) => (values === null ? {} : { 'c.bias': values });
      const floats = { 'c.weight': golden.weight, ...withBias(bias) };
      const { outputs, gradients, inputGradient } = pullback64(
        modelOf([layer], golden.shape),
        Object.fromEntries(Object.entries(floats).map(([k, v]) => [k, Float32Array.from(v)])),
        Float32Array.from(golden.x),
        Float32Array.from(golden.upstream),
        batch,
      );
      assertTensorsClose(
        { y: outputs, dx: inputGradient, ...gradients },
        {
          y: golden.y,
          dx: golden.inputGradient,
          'c.weight': golden.weightGradient,
          ...withBias(biasGradient),
        },
        1e-9,
      );
    });
  }
});
