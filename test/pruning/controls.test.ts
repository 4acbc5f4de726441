import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { kept, layerDensities } from '../../src/models/mask.js';
import { keepLargest } from '../../src/pruning/allocation.js';
import { invert, shuffleLayerwise } from '../../src/pruning/controls.js';

describe('shuffleLayerwise', () => {
  const mask = {
    a: Uint8Array.from({ length: 50 }, (_, i) => (i < 20 ? 1 : 0)),
    b: new Uint8Array(7),
    c: new Uint8Array(3).fill(1),
  };

  it('moves the survivors of a parameter within it', () => {
    const shuffled = shuffleLayerwise(mask, stream(1, 'shuffle'));
    assert.deepEqual(layerDensities(shuffled), { a: 0.4, b: 0, c: 1 });
    assert.notDeepEqual(shuffled.a, mask.a);
    assert.equal(kept(mask), 23, 'the given mask stays as it is');
  });

  it('puts every survivor everywhere equally often', () => {
    const rng = stream(2, 'shuffle');
    const hits = new Array<number>(50).fill(0);
    const draws = 2000;
    for (let n = 0; n < draws; n++) {
      shuffleLayerwise(mask, rng).a.forEach((bit, i) => (hits[i] += bit));
    }
    const deviation = Math.sqrt(draws * 0.4 * 0.6);
    for (const count of hits) assert.ok(Math.abs(count - 0.4 * draws) < 5 * deviation);
  });
});

describe('invert', () => {
  it('keeps what was pruned first', () => {
    const scores = invert({ w: Float32Array.from([3, -1, 0, 2]) });
    const mask = { w: new Uint8Array(4).fill(1) };
    assert.deepEqual(keepLargest(['w'], scores, mask, 2), { w: Uint8Array.from([0, 1, 1, 0]) });
  });
});
