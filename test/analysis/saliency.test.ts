import assert from 'node:assert/strict';
import { synapticSaliency } from '../../src/analysis/saliency.js';
import { forward64 } from '../../src/engine/float64/forward.js';
import { stream } from '../../src/math/rng.js';
import { mlp } from '../../src/models/mlp.js';
import { assertClose } from '../support/close.js';
import { convolutional, measure, randomParameters } from './networks.js';

describe('synaptic saliency', () => {
  it('is parameter times gradient', () => {
    const model = mlp({ inputShape: [1, 1, 2], hidden: [], numClasses: 1 });
    const parameters = { 'fc1.weight': Float32Array.of(2, -3), 'fc1.bias': Float32Array.of(0.5) };
    const gradients = { 'fc1.weight': Float64Array.of(10, 1), 'fc1.bias': Float64Array.of(4) };
    assert.deepEqual(synapticSaliency(model, parameters, gradients), {
      'fc1.weight': Float64Array.of(20, -3),
      'fc1.bias': Float64Array.of(2),
    });
    const missing = { 'fc1.weight': gradients['fc1.weight'] };
    assert.throws(() => synapticSaliency(model, parameters, missing), /no values for 'fc1\.bias'/);
    assert.throws(() => synapticSaliency(model, gradients, {}), /gradients hold no values/);
    assert.throws(() => synapticSaliency(model, {}, gradients), /lack 'fc1\.weight'/);
  });

  it('of running means is that of differences', () => {
    const parameters = randomParameters(convolutional, stream(1, 'means'));
    const { saliency } = measure(convolutional, parameters, 'eval');
    const rng = stream(3, convolutional.name);
    const inputs = Float32Array.from({ length: 4 * 98 }, () => rng.normal());
    const upstream = Float32Array.from({ length: 12 }, () => rng.normal());
    const moved = (i: number, step: number): number => {
      const mean = Float64Array.from(parameters['bn1.mean']);
      mean[i] += step;
      const { outputs } = forward64(convolutional, { ...parameters, 'bn1.mean': mean }, inputs, 4);
      return outputs.reduce((sum, value, k) => sum + value * upstream[k], 0);
    };
    parameters['bn1.mean'].forEach((mean, i) => {
      const gradient = (moved(i, 1e-6) - moved(i, -1e-6)) / 2e-6;
      assertClose(saliency['bn1.mean'][i], mean * gradient, 1e-6);
    });
    const train = measure(convolutional, parameters, 'train');
    assert.equal('bn1.mean' in train.saliency, false);
  });
});
