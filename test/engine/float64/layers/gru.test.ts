import { pullback64 } from '../../../../src/engine/float64/forward.js';
import type { Layer } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';
import { modelOf } from '../differences.js';

const gru: Layer = { kind: 'gru', name: 'gru', units: 1 };
const values = (...v: number[]) => Float64Array.from(v);

// Against PyTorch: see engine.test.ts; against differences: see forward.test.ts.
describe('a GRU in double precision', () => {
  it('is, without weights, a mean of its candidate that forgets: n (1 - z^T)', () => {
    const parameters = {
      'gru.input.weight': values(0, 0, 0),
      'gru.input.bias': values(0, 0, 1), // r = z = 1/2
      'gru.recurrent.weight': values(0, 0, 0),
      'gru.recurrent.bias': values(0, 0, 2), // n = tanh(1 + r * 2) = tanh(2)
    };
    const picture = values(5, 6, 7);
    const found = pullback64(modelOf([gru], [1, 3, 1]), parameters, picture, values(1), 1);
    const n = Math.tanh(2);
    const dn = (1 - n * n) * (1 - 1 / 8);
    // d(1 - z^3) n = -3 z^2 n dz, with dz = z (1 - z) = 1/4 and dr likewise
    const [dr, dz] = [dn * 2 * 0.25, -3 * 0.25 * n * 0.25];
    assertTensorsClose(
      {
        y: found.outputs,
        input: found.gradients['gru.input.bias'],
        recurrent: found.gradients['gru.recurrent.bias'],
        dx: found.inputGradient,
      },
      { y: [n * (7 / 8)], input: [dr, dz, dn], recurrent: [dr, dz, dn / 2], dx: [0, 0, 0] },
      1e-14,
    );
  });
});
