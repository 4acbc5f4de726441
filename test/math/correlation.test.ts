import assert from 'node:assert/strict';
import { pearson, ranks, slope, spearman } from '../../src/math/correlation.js';
import { assertClose } from '../support/close.js';

const x = [1, 2, 2, 3, 5, 8, 13];
const y = [2, 1, 4, 4, 3, 9, 7];

describe('correlation', () => {
  it('agrees with scipy.stats.spearmanr, ties included', () => {
    assertClose(spearman(x, y), 0.7545454545454545, 1e-14);
    assert.equal(spearman([1, 2, 3], [1, 10, 100]), 1);
    assert.equal(spearman([1, 2, 3], [5, 4, -8]), -1);
  });

  it('agrees with scipy.stats.pearsonr', () => {
    assertClose(pearson(x, y), 0.7762405379447319, 1e-14);
    assertClose(pearson([1, 2, 3], [-2, -4, -6]), -1, 1e-14);
  });

  it('ranks ties by their mean', () => {
    assert.deepEqual(ranks([10, 30, 20, 20]), [1, 4, 2.5, 2.5]);
    assert.deepEqual(ranks([7, 7, 7]), [2, 2, 2]);
  });

  it('agrees with scipy.stats.linregress', () => {
    assertClose(slope(x, y), 0.5077319587628866, 1e-14);
    assert.equal(slope([0, 1, 2], [5, 3, 1]), -2);
  });

  it('finds no trend in a constant', () => {
    assert.equal(spearman([1, 2, 3], [4, 4, 4]), 0);
    assert.equal(pearson([1, 2, 3], [4, 4, 4]), 0);
    assert.equal(slope([1, 2, 3], [4, 4, 4]), 0);
  });

  it('refuses bad input', () => {
    assert.throws(() => spearman([1, 2], [1]), /same length, but have 2 and 1/);
    assert.throws(() => spearman([1], [1]), /at least 2 values/);
    assert.throws(() => slope([2, 2], [1, 3]), /All 2 values of x are 2/);
    assert.throws(() => slope([1, 2], [1, Number.NaN]), /Value 2 of 2 is NaN/);
  });
});
