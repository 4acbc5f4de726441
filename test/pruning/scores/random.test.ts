import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import { denseMask } from '../../../src/models/mask.js';
import { lenet300100 } from '../../../src/models/mlp.js';
import { random } from '../../../src/pruning/scores/random.js';

describe('random', () => {
  it('scores every weight uniformly in [0, 1), without looking at the weights', () => {
    const model = lenet300100();
    const scores = random.score(model, {}, denseMask(model), { rng: stream(1, 'pruning') });
    assert.deepEqual(Object.keys(scores), ['fc1.weight', 'fc2.weight', 'fc3.weight']);
    const values = scores['fc1.weight'];
    assert.equal(values.length, 235_200);
    assert.ok(values.every((s) => s >= 0 && s <= 1));
    // each quarter of the range has its share, to five standard errors
    const share = Math.sqrt((0.25 * 0.75) / values.length);
    for (const quarter of [0, 1, 2, 3]) {
      const inside = values.filter((s) => Math.floor(4 * s) === quarter).length / values.length;
      assert.ok(Math.abs(inside - 0.25) < 5 * share, `quarter ${quarter}: ${inside}`);
    }
  });
});
