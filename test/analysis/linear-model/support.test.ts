import assert from 'node:assert/strict';
import { largest, onSupport, restrictTo } from '../../../src/analysis/linear-model/support.js';

describe('the support of a pruned model', () => {
  it('is where scores are largest, and of equal scores the first', () => {
    assert.deepEqual(largest([1, 5, 3, 5], 2), Int32Array.of(1, 3));
    assert.deepEqual(largest([2, 1, 2, 2], 2), Int32Array.of(0, 2));
    assert.deepEqual(largest([3, 9, 12, 10], 3), Int32Array.of(1, 2, 3));
    assert.deepEqual(largest([1, 2], 5), Int32Array.of(0, 1));
  });

  it('is where an estimate keeps its values, or gets others', () => {
    const support = Int32Array.of(0, 3);
    assert.deepEqual(restrictTo(Float64Array.of(7, 8, 9, 6), support), Float64Array.of(7, 0, 0, 6));
    assert.deepEqual(onSupport(4, support, [1, 2]), Float64Array.of(1, 0, 0, 2));
  });
});
