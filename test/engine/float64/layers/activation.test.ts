import fs from 'node:fs';
import { pullback64 } from '../../../../src/engine/float64/forward.js';
import { stream } from '../../../../src/math/rng.js';
import type { ActivationLayer } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';
import { assertGradientsAreSlopes, modelOf } from '../differences.js';

interface Golden {
  readonly y: number[];
  readonly slope: number[];
}

const layers: Readonly<Record<string, ActivationLayer>> = {
  relu: { kind: 'relu' },
  leakyRelu: { kind: 'leakyRelu' },
  tanh: { kind: 'tanh' },
  sigmoid: { kind: 'sigmoid' },
  gelu: { kind: 'gelu' },
  'gelu by tanh': { kind: 'gelu', approximate: true },
  silu: { kind: 'silu' },
  elu: { kind: 'elu' },
  softplus: { kind: 'softplus' },
  hardTanh: { kind: 'hardTanh' },
  softSign: { kind: 'softSign' },
};

describe('activations in double precision', () => {
  const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-activations.json', 'utf8')) as Record<
    string,
    Golden
  > & { x: number[] };

  for (const [name, layer] of Object.entries(layers)) {
    it(`agree with PyTorch's and with differences: ${name}`, () => {
      const model = modelOf([layer], [17, 1, 1]);
      const x = Float64Array.from(golden.x, Math.fround);
      const found = pullback64(model, {}, x, new Float64Array(17).fill(1), 1);
      const { y, slope } = golden[name];
      assertTensorsClose({ y: found.outputs, slope: found.inputGradient }, { y, slope }, 1e-9);
      assertGradientsAreSlopes(model, stream(1, name));
    });
  }
});
