import { pullback64 } from '../../../../src/engine/float64/forward.js';
import { assertTensorsClose } from '../../agreement.js';
import { modelOf } from '../differences.js';
import { layerNorms } from './normalisation.js';

describe('layer normalisation in double precision', () => {
  for (const golden of layerNorms) {
    it(`agrees with PyTorch's: ${golden.what}`, () => {
      const [count, features] = golden.shape;
      const model = modelOf([{ kind: 'layerNorm', name: 'ln' }], [features, 1, 1]);
      const { outputs, inputGradient, gradients } = pullback64(
        model,
        {
          'ln.scale': Float32Array.from(golden.weight),
          'ln.shift': Float32Array.from(golden.bias),
        },
        Float32Array.from(golden.x),
        Float32Array.from(golden.upstream_gradient),
        count,
      );
      assertTensorsClose(
        { y: outputs, dx: inputGradient, ...gradients },
        {
          y: golden.y,
          dx: golden.grad_x,
          'ln.scale': golden.grad_weight,
          'ln.shift': golden.grad_bias,
        },
        1e-9,
      );
    });
  }
});
