import assert from 'node:assert/strict';
import { earlyStop } from '../../src/analysis/early-stop.js';

describe('early stop', () => {
  it('finds the minimum of the smoothed curve, not a lucky dip', () => {
    const loss = [9, 5, 3, 2, 2.1, 2, 3, 1.9, 6, 7, 8];
    assert.deepEqual(earlyStop(loss, 1), { index: 7, censored: false });
    // running means of 5: the window around index 4 is 3, 2, 2.1, 2, 3, mean 2.42;
    // around index 5 it is 2, 2.1, 2, 3, 1.9, mean 2.2
    assert.deepEqual(earlyStop(loss, 5), { index: 5, censored: false });
  });

  it('takes the first of equal minima', () => {
    assert.equal(earlyStop([2, 1, 1, 2], 1).index, 1);
  });

  it('says when the loss was still falling at the end', () => {
    assert.deepEqual(earlyStop([3, 2, 1], 1), { index: 2, censored: true });
  });

  it('needs a curve and an odd window', () => {
    assert.throws(() => earlyStop([], 1), /empty curve/);
    assert.throws(() => earlyStop([1], 2), /odd number of points, but got 2/);
  });
});
