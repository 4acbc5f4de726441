import assert from 'node:assert/strict';
import { incompleteBeta, logGamma } from '../../src/math/incomplete-beta.js';
import { assertClose } from '../support/close.js';

describe('incomplete beta', () => {
  it('agrees with scipy.special.gammaln', () => {
    const expected: [number, number][] = [
      [0.1, 2.252712651734206],
      [0.5, 0.5723649429247],
      [3, 0.6931471805599453],
      [10.3, 13.482036786138359],
      [200, 857.9336698258575],
    ];
    for (const [x, value] of expected) assertClose(logGamma(x), value, 1e-13);
  });

  it('agrees with scipy.special.betainc', () => {
    const expected: [number, number, number, number][] = [
      [2, 3, 0.4, 0.5248],
      [0.5, 0.5, 0.1, 0.20483276469913345],
      [10, 0.5, 0.99, 0.6579281751567845],
      [50, 80, 0.3, 0.02070028791137334],
    ];
    for (const [a, b, x, value] of expected) assertClose(incompleteBeta(a, b, x), value, 1e-12);
  });

  it('runs from 0 to 1', () => {
    assert.equal(incompleteBeta(2, 3, 0), 0);
    assert.equal(incompleteBeta(2, 3, 1), 1);
    assertClose(incompleteBeta(1, 1, 0.37), 0.37); // the uniform distribution
  });
});
