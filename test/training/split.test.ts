import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { drawSplit } from '../../src/training/split.js';

describe('split', () => {
  it('draws disjoint examples, the same ones for the same seed', () => {
    const split = drawSplit(1000, 600, 300, stream(3, 'subset'));
    const all = [...split.train, ...split.validation];
    assert.equal(split.train.length, 600);
    assert.equal(split.validation.length, 300);
    assert.equal(new Set(all).size, 900);
    assert.ok(all.every((i) => i >= 0 && i < 1000));
    assert.deepEqual(drawSplit(1000, 600, 300, stream(3, 'subset')), split);
    assert.notDeepEqual(drawSplit(1000, 600, 300, stream(4, 'subset')), split);
  });

  it('says how many there are when too many are asked for', () => {
    assert.throws(
      () => drawSplit(100, 90, 20, stream(1, 'subset')),
      /90 training and 20 validation examples were asked for, but the training set has 100/,
    );
  });
});
