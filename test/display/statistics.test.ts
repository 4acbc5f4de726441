import assert from 'node:assert/strict';
import { histogram, statistics } from '../../src/display/statistics.js';

describe('statistics', () => {
  it('sums up what is finite', () => {
    assert.deepEqual(statistics([2, 0, NaN, 4, -Infinity]), {
      size: 5,
      min: 0,
      max: 4,
      mean: 2,
      deviation: Math.sqrt(8 / 3),
      zeros: 1,
      notFinite: 2,
    });
  });

  it('has no mean of nothing', () => {
    const { min, max, mean, deviation } = statistics([]);
    assert.deepEqual([min, max, mean, deviation], [NaN, NaN, NaN, NaN]);
  });

  it('counts into equal parts, the last with its end', () => {
    assert.deepEqual(histogram([0, 1, 2, 3, 4, NaN], 4), [1, 1, 1, 2]);
    assert.deepEqual(histogram([5, 5], 3), [2, 0, 0]);
  });
});
