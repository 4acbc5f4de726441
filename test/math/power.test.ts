import assert from 'node:assert/strict';
import { power, root } from '../../src/math/power.js';

describe('power', () => {
  it('multiplies', () => {
    assert.equal(power(2, 10), 1024);
    assert.equal(power(-3, 3), -27);
    assert.equal(power(0.5, 1), 0.5);
    assert.equal(power(7, 0), 1);
  });
});

describe('root', () => {
  it('is the inverse of power where that is exact', () => {
    assert.equal(root(0.25, 2), 0.5);
    assert.equal(root(0.125, 3), 0.5);
    assert.equal(root(0.3, 1), 0.3);
    assert.equal(root(1, 100), 1);
  });

  it('agrees with Math.pow to a few units of the last place', () => {
    for (const value of [1e-12, 1e-6, 0.01, 0.316, 0.9, 1 - 1e-12]) {
      for (const degree of [2, 3, 10, 100, 1000]) {
        const expected = Math.pow(value, 1 / degree);
        const error = Math.abs(root(value, degree) / expected - 1);
        assert.ok(error < 4e-15, `${value}^(1/${degree}): ${error}`);
      }
    }
  });
});
