import assert from 'node:assert/strict';
import { forward64, pullback64 } from '../../../../src/engine/float64/forward.js';
import type { BatchNormLayer } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';
import { modelOf } from '../differences.js';
import { batchNorms } from './normalisation.js';

describe('batch normalisation in double precision', () => {
  for (const golden of batchNorms) {
    it(`agrees with PyTorch's: ${golden.what}`, () => {
      const [count, channels, height = 1, width = 1] = golden.shape;
      const epsilon = golden.what.includes('eps 1e-3') ? 1e-3 : 1e-5;
      const layer: BatchNormLayer = { kind: 'batchNorm', name: 'bn', epsilon };
      const model = modelOf([layer], [channels, height, width]);
      const parameters = {
        'bn.scale': Float32Array.from(golden.weight),
        'bn.shift': Float32Array.from(golden.bias),
        'bn.mean': Float32Array.from(golden.running_mean),
        'bn.variance': Float32Array.from(golden.running_var),
      };
      const x = Float32Array.from(golden.x);
      const upstream = Float32Array.from(golden.upstream_gradient);
      const still = pullback64(model, parameters, x, upstream, count);
      assertTensorsClose(
        { y: still.outputs, dx: still.inputGradient },
        { y: golden.eval_y, dx: golden.eval_grad_x },
        1e-9,
      );
      const moving = pullback64(model, parameters, x, upstream, count, { mode: 'train' });
      assertTensorsClose(
        { y: moving.outputs, dx: moving.inputGradient, ...moving.gradients },
        {
          y: golden.train_y,
          dx: golden.train_grad_x,
          'bn.scale': golden.train_grad_weight,
          'bn.shift': golden.train_grad_bias,
        },
        1e-9,
      );
    });
  }

  it('measures the mean and the unbiased variance of each channel, in train mode only', () => {
    const model = modelOf([{ kind: 'batchNorm', name: 'bn' }], [2, 1, 1]);
    const values = (...v: number[]) => Float64Array.from(v);
    const parameters = {
      'bn.scale': values(1, 1),
      'bn.shift': values(0, 0),
      'bn.mean': values(0, 0),
      'bn.variance': values(1, 1),
    };
    const x = values(1, 5, 2, 5, 6, 5); // channels 1, 2, 6 and 5, 5, 5
    const { statistics } = forward64(model, parameters, x, 3, { mode: 'train' });
    assertTensorsClose({ ...statistics.get('bn') }, { mean: [3, 5], variance: [7, 0] }, 1e-15);
    assert.equal(forward64(model, parameters, x, 3).statistics.size, 0);
  });
});
