import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import {
  permutationCorrelation,
  permutationP,
} from '../../../src/math/significance/permutation.js';
import { assertClose } from '../../support/close.js';

describe('permutation test', () => {
  it('counts every order of a few labels once', () => {
    const seen = new Set<string>();
    const p = permutationP((order) => {
      seen.add(order.join());
      return order[0] === 0 ? 1 : 0;
    }, 5);
    assert.equal(seen.size, 120);
    assert.equal(p, 1 / 5);
    assert.equal(
      permutationP((order) => (order.every((l, i) => l === i) ? 1 : 0), 8),
      1 / 40_320,
    );
  });

  it('takes orders that differ only by rounding for ties', () => {
    const values = [0.1, 0.2, 0.3];
    assert.equal(
      permutationP((order) => order.reduce((sum, label) => sum + values[label], 0), 3),
      1,
    );
  });

  it('draws orders of many labels, reproducibly and close to the truth', () => {
    const first = (order: Int32Array): number => (order[0] === 0 ? 1 : 0);
    const p = permutationP(first, 10, { draws: 20_000 });
    assert.ok(Math.abs(p - 0.1) < 0.01, String(p)); // four standard errors
    assert.equal(permutationP(first, 10, { draws: 20_000 }), p);
    assert.notEqual(permutationP(first, 10, { draws: 20_000, rng: stream(1, 'other') }), p);
    const alone = (order: Int32Array): number => (order.every((l, i) => l === i) ? 1 : 0);
    assert.equal(permutationP(alone, 10), 1 / 10_000); // never zero
  });

  it('refuses bad input', () => {
    assert.throws(() => permutationP(() => 1, 1), /at least 2 labels, but got 1/);
    assert.throws(() => permutationP(() => 1, 9, { draws: 5 }), /at least 999 draws, but got 5/);
    assert.throws(
      () => permutationP(() => Number.NaN, 3),
      /statistic of a permutation test is NaN/,
    );
  });
});

describe('permutation of the columns of a matrix', () => {
  it('agrees with listing all 24 orders in Python', () => {
    const matched = permutationCorrelation([
      [0.8, 0.1, 0.3, 0.2],
      [0.2, 0.4, 0.5, 0.1],
      [0, 0.2, 0.6, 0.3],
      [0.1, 0.3, 0.2, 0.5],
    ]);
    assertClose(matched.effect, 0.3666666666666668, 1e-12);
    assert.equal(matched.p, 1 / 24);
    const loose = permutationCorrelation([
      [0.3, 0.5, 0.3, 0.2],
      [0.2, 0.4, 0.5, 0.1],
      [0, 0.2, 0.1, 0.3],
      [0.1, 0.3, 0.2, 0.5],
    ]);
    assertClose(loose.effect, 0.08333333333333333, 1e-12);
    assert.equal(loose.p, 6 / 24);
  });

  it('refuses what is not square', () => {
    assert.throws(
      () => permutationCorrelation([[1, 2], [3]]),
      /square matrix, but row 2 of 2 has 1 entries/,
    );
  });
});
