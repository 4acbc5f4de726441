import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import { denseMask } from '../../../src/models/mask.js';
import { mlp } from '../../../src/models/mlp.js';
import { magnitude } from '../../../src/pruning/scores/magnitude.js';

describe('magnitude', () => {
  it('scores |w|, of weights only', () => {
    const model = mlp({ inputShape: [1, 1, 2], hidden: [], numClasses: 2 });
    const parameters = {
      'fc1.weight': Float32Array.from([-3, 0.5, -0, 2]),
      'fc1.bias': Float32Array.from([9, -9]),
    };
    const scores = magnitude.score(model, parameters, denseMask(model), { rng: stream(1, 'p') });
    assert.deepEqual(scores, { 'fc1.weight': Float32Array.from([3, 0.5, 0, 2]) });
  });
});
