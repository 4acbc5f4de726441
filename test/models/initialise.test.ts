import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { glorotNormal } from '../../src/models/initialise.js';
import { lenet300100 } from '../../src/models/mlp.js';

describe('glorotNormal', () => {
  it('has zero biases and weights of variance 2 / (fan in + fan out)', () => {
    const parameters = glorotNormal(lenet300100(), stream(1, 'init'));
    assert.ok(parameters['fc1.bias'].every((b) => b === 0));
    for (const [name, fans] of [
      ['fc1.weight', 784 + 300],
      ['fc2.weight', 300 + 100],
    ] as const) {
      const w = parameters[name];
      const mean = w.reduce((a, b) => a + b, 0) / w.length;
      const variance = w.reduce((a, b) => a + b * b, 0) / w.length;
      const expected = 2 / fans;
      // five standard errors: sigma / sqrt(n), and variance * sqrt(2 / n)
      assert.ok(Math.abs(mean) < 5 * Math.sqrt(expected / w.length), name);
      assert.ok(Math.abs(variance - expected) < 5 * expected * Math.sqrt(2 / w.length), name);
    }
  });

  it('is the same for the same stream and another for another', () => {
    const draw = (seed: number) => glorotNormal(lenet300100(), stream(seed, 'init'));
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1)['fc2.weight'], draw(2)['fc2.weight']);
  });
});
