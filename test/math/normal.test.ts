import assert from 'node:assert/strict';
import { normalCdf, normalQuantile } from '../../src/math/normal.js';
import { assertClose } from '../support/close.js';

describe('normal distribution', () => {
  it('agrees with scipy.stats.norm.cdf', () => {
    const expected: [number, number][] = [
      [-3, 0.0013498980316300933],
      [-1.2, 0.11506967022170822],
      [0, 0.5],
      [0.5, 0.6914624612740131],
      [1.96, 0.9750021048517795],
      [5, 0.9999997133484281],
    ];
    for (const [z, p] of expected) assertClose(normalCdf(z), p, 1e-12);
    assert.equal(normalCdf(9), 1);
    assert.equal(normalCdf(-9), 0);
  });

  it('agrees with scipy.stats.norm.ppf', () => {
    assertClose(normalQuantile(0.025), -1.9599639845400545, 1e-12);
    assertClose(normalQuantile(0.3), -0.5244005127080409, 1e-12);
    assertClose(normalQuantile(0.999), 3.090232306167813, 1e-12);
    assert.equal(normalQuantile(0), -Infinity);
    assert.equal(normalQuantile(1), Infinity);
    assert.throws(() => normalQuantile(1.5), /from 0 to 1, but got 1.5/);
  });
});
