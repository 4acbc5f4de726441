import assert from 'node:assert/strict';
import { medianInterval, signTest } from '../../../src/math/significance/sign-test.js';
import { assertClose } from '../../support/close.js';

/** Differences with these numbers of positive, negative and zero ones. */
const signs = (positive: number, negative: number, ties = 0): number[] => [
  ...new Array<number>(positive).fill(0.25),
  ...new Array<number>(negative).fill(-3),
  ...new Array<number>(ties).fill(0),
];

describe('sign test', () => {
  it('agrees with scipy.stats.binomtest', () => {
    const expected: [number, number, number][] = [
      [7, 1, 0.0703125],
      [8, 0, 0.0078125],
      [5, 2, 0.453125],
      [3, 3, 1],
      [2, 9, 0.0654296875],
    ];
    for (const [positive, negative, p] of expected) {
      assertClose(signTest(signs(positive, negative)).p, p, 1e-12);
    }
  });

  it('drops ties and counts them', () => {
    const { p, ...counts } = signTest(signs(6, 0, 3));
    assertClose(p, 0.03125, 1e-12);
    assert.deepEqual(counts, { positive: 6, negative: 0, ties: 3 });
    assert.equal(signTest([0, 0, 0]).p, 1);
  });

  it('refuses bad input', () => {
    assert.throws(() => signTest([]), /at least 1 value/);
    assert.throws(() => signTest([1, Number.NaN]), /Value 2 of 2 is NaN/);
  });
});

describe('interval of the median', () => {
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => n - i);

  it('lies between the order statistics of the tables', () => {
    // Chances outside, 2 P(X <= d - 1): n = 8: 0.0078, then 0.070; n = 9: 0.0039, then 0.039;
    // n = 10: 0.021 for the second, then 0.109; n = 20: 0.041 for the sixth, then 0.115.
    assert.deepEqual(medianInterval(upTo(8)), [1, 8]);
    assert.deepEqual(medianInterval(upTo(9)), [2, 8]);
    assert.deepEqual(medianInterval(upTo(10)), [2, 9]);
    assert.deepEqual(medianInterval(upTo(20)), [6, 15]);
    assert.deepEqual(medianInterval(upTo(8), 0.9), [2, 7]);
  });

  it('copes with values that are all the same, and has no ends for fewer than six', () => {
    assert.deepEqual(medianInterval([2, 2, 2, 2, 2, 2]), [2, 2]);
    assert.deepEqual(medianInterval(upTo(6)), [1, 6]);
    assert.deepEqual(medianInterval(upTo(5)), [-Infinity, Infinity]);
    assert.throws(() => medianInterval([]), /at least 1 value/);
  });
});
