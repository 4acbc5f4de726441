import assert from 'node:assert/strict';
import { binomialP, binomialUpperTail, clopperPearson } from '../../src/math/binomial.js';
import { assertClose } from '../support/close.js';

describe('binomial distribution', () => {
  it('has the upper tail of scipy.stats.binom.sf(k - 1, n, p)', () => {
    assertClose(binomialUpperTail(7, 10, 0.5), 0.171875, 1e-12);
    assertClose(binomialUpperTail(3, 10, 0.9), 0.9999996264, 1e-12);
    assertClose(binomialUpperTail(9, 10, 0.3), 0.00014368589999999996, 1e-12);
    assert.equal(binomialUpperTail(0, 10, 0.3), 1);
  });

  it('tests a rate by twice the smaller tail', () => {
    assertClose(binomialP(7, 10, 0.5), 0.34375, 1e-12); // as scipy.stats.binomtest
    assertClose(binomialP(8, 8, 0.5), 2 / 2 ** 8, 1e-12);
    assertClose(binomialP(9, 10, 0.3), 2 * 0.00014368589999999996, 1e-12);
    assertClose(binomialP(3, 10, 0.9), 2 * 9.121599999999986e-6, 1e-12);
    assert.equal(binomialP(4, 8, 0.5), 1);
  });

  it('has the interval of scipy.stats.beta.ppf, and so of binomtest().proportion_ci()', () => {
    const expected: [number, number, number, number, number][] = [
      [8, 8, 0.95, 0.6305833524471808, 1],
      [7, 8, 0.95, 0.4734903291247935, 0.9968402764687481],
      [3, 10, 0.95, 0.0667395111777345, 0.6524528500599973],
      [5, 5, 0.95, 0.47817624989501856, 1],
      [17, 20, 0.9, 0.6563361956857181, 0.9578305921142214],
      [1, 50, 0.99, 0.00010024581152369887, 0.1394041245610722],
    ];
    for (const [k, n, confidence, low, high] of expected) {
      const interval = clopperPearson(k, n, confidence);
      assertClose(interval[0], low, 1e-12);
      assertClose(interval[1], high, 1e-12);
    }
    const none = clopperPearson(0, 8);
    assert.equal(none[0], 0);
    assertClose(none[1], 1 - 0.025 ** (1 / 8), 1e-12); // closed form
    assert.equal(clopperPearson(8, 8)[1], 1);
  });

  it('leaves a rate out of the interval exactly when the test rejects it', () => {
    for (let k = 0; k <= 12; k++) {
      const [low, high] = clopperPearson(k, 12);
      for (const rate of [0.05, 0.3, 0.5, 0.77, 0.9]) {
        assert.equal(
          binomialP(k, 12, rate) < 0.05,
          rate < low || rate > high,
          `${k} of 12, ${rate}`,
        );
      }
    }
  });

  it('refuses what is no count or no rate', () => {
    assert.throws(() => clopperPearson(3, 2), /integer from 0 .* got 3 of 2/);
    assert.throws(() => clopperPearson(0, 0), /got 0 of 0/);
    assert.throws(() => clopperPearson(1.5, 2), /got 1.5 of 2/);
    assert.throws(() => clopperPearson(1, 2, 95), /between 0 and 1, for example 0.95/);
    assert.throws(() => binomialUpperTail(1, 2, 1.2), /rate lies between 0 and 1, but got 1.2/);
  });
});
