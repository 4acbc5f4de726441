import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import { EXACT_LIMIT, signFlipP } from '../../../src/math/significance/sign-flip.js';
import { assertClose } from '../../support/close.js';

/** The definition, pattern by pattern, in whole numbers. */
function byEnumeration(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let count = 0;
  for (let pattern = 0; pattern < 2 ** differences.length; pattern++) {
    const sum = differences.reduce((s, d, i) => s + ((pattern >> i) & 1 ? d : -d), 0);
    if (Math.abs(sum) >= observed) count++;
  }
  return count / 2 ** differences.length;
}

describe('sign-flip test', () => {
  it('reaches 2 / 2^n when all signs agree', () => {
    assert.equal(signFlipP([1]), 1);
    assert.equal(signFlipP([1, 2, 3, 4, 5]), 0.0625);
    assert.equal(signFlipP([-1, -2, -3, -4, -5, -6]), 0.03125);
  });

  it('agrees with scipy.stats.permutation_test over all patterns', () => {
    assert.equal(signFlipP([0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35]), 0.015625);
    assert.equal(signFlipP([1.2, -0.4, 0.9, 0.9, -1.1, 2, 0.3, 0.3, -0.2, 1.4]), 0.1171875);
    const tenths = [-8, 6, -3, 11, 2, -7, 7, -2, 12, 3, -6, 8, -1, 13, 4, -5, 9, 0];
    assert.equal(signFlipP(tenths.map((d) => d / 10)), 0.1613006591796875);
  });

  it('agrees with counting pattern by pattern on random whole numbers, full of ties', () => {
    const rng = stream(3, 'differences');
    for (let n = 1; n <= 12; n++) {
      const differences = Array.from({ length: n }, () => rng.below(9) - 3);
      assert.equal(signFlipP(differences), byEnumeration(differences), String(differences));
    }
  });

  it('takes sums that differ only by rounding for ties', () => {
    assert.equal(0.1 + 0.2 === 0.3, false);
    assert.equal(signFlipP([0.1, 0.2, -0.3]), 1);
    assert.equal(signFlipP([97.4 - 97.3, 97.3 - 97.2, 97.2 - 97.1, 0.1]), 0.125);
  });

  it('is 1 for zeros and ignores a zero beside others', () => {
    assert.equal(signFlipP([0, 0, 0]), 1);
    assert.equal(signFlipP([1, 2, 3, 4, 5, 0]), signFlipP([1, 2, 3, 4, 5]));
  });

  it('counts 2^40 patterns exactly', () => {
    const all = Array.from({ length: EXACT_LIMIT }, (_, i) => 1 + i / 7);
    assert.equal(signFlipP(all), 2 / 2 ** EXACT_LIMIT);
  });

  it('samples patterns beyond, close to the normal limit and reproducibly', () => {
    const differences = Array.from({ length: 64 }, (_, i) => (i % 8 < 5 ? 1 : -1));
    // The sum is 16 with variance 64: P(|S| >= 16), a binomial tail of Bin(64, 1/2) at 40.
    const p = signFlipP(differences);
    assertClose(p, 0.05994118956699923, 0.05);
    assert.equal(signFlipP(differences), p);
    const other = signFlipP(differences, { rng: stream(9, 'sign-flip'), draws: 999 });
    assert.notEqual(other, p);
    assert.throws(() => signFlipP(differences, { draws: 10 }), /at least 999 draws/);
  });

  it('refuses bad input', () => {
    assert.throws(() => signFlipP([]), /at least 1 value, but got 0/);
    assert.throws(() => signFlipP([1, Number.NaN]), /Value 2 of 2 is NaN/);
  });
});
