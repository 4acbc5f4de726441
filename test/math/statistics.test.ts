import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.js';
import {
  absoluteDeviations,
  cohensDz,
  mean,
  median,
  pairedDifferences,
  quantileOfSorted,
  standardDeviation,
  standardError,
} from '../../src/math/statistics.js';
import { assertClose } from '../support/close.js';

const sample = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35];

describe('statistics', () => {
  it('describes a sample as NumPy does', () => {
    assertClose(mean(sample), 0.3175);
    assertClose(standardDeviation(sample), 0.22102036105300343, 1e-14);
    assertClose(standardError(sample), 0.22102036105300343 / Math.sqrt(8), 1e-14);
    assertClose(cohensDz(sample), 1.4365192350937277, 1e-14);
  });

  it('takes the median, and deviations from it', () => {
    assert.equal(median([9, 1, 4]), 4);
    assert.equal(median([10, 9, 2, 1]), 5.5);
    assert.deepEqual(absoluteDeviations([9, 1, 4]), [5, 3, 0]);
    assert.throws(() => median([]), /at least 1 value/);
  });

  it('gives the effect size a value without spread', () => {
    assert.equal(cohensDz([0, 0, 0]), 0);
    assert.equal(cohensDz([0.5, 0.5]), Infinity);
    assert.equal(cohensDz([-0.5, -0.5]), -Infinity);
  });

  it('takes differences pair by pair', () => {
    assert.deepEqual(pairedDifferences([3, 5, 8], [1, 7, 8]), [2, -2, 0]);
  });

  it('reads quantiles between order statistics', () => {
    assert.equal(quantileOfSorted([1, 2, 4, 8], 0), 1);
    assert.equal(quantileOfSorted([1, 2, 4, 8], 0.5), 3);
    assert.equal(quantileOfSorted([1, 2, 4, 8], 0.75), 5);
    assert.equal(quantileOfSorted([1, 2, 4, 8], 1), 8);
  });

  it('refuses what has no statistic', () => {
    assert.throws(() => mean([]), UserError);
    assert.throws(() => standardDeviation([1]), /needs at least 2 values, but got 1/);
    assert.throws(() => cohensDz([0]), /needs at least 2 values/);
    assert.throws(() => mean([1, Number.NaN, 2]), /Value 2 of 3 is NaN/);
    assert.throws(() => mean([1, Infinity]), /Value 2 of 2 is Infinity/);
    assert.throws(() => pairedDifferences([1, 2], [1]), /same length, but got 2 and 1/);
    assert.throws(() => pairedDifferences([1, Infinity], [1, Infinity]), /Value 2 of 2/);
  });
});
