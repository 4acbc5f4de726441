import assert from 'node:assert/strict';
import {
  labelsByValue,
  powerLabel,
  powersBetween,
  signedPowers,
} from '../../../src/plot/parts/powers.js';

describe('powers of ten', () => {
  it('lie between the ends, which belong to them', () => {
    assert.deepEqual(powersBetween(1, 1000), [1, 10, 100, 1000]);
    assert.deepEqual(powersBetween(0.02, 300), [0.1, 1, 10, 100]);
    assert.deepEqual(powersBetween(2, 9), []);
  });

  it('are thinned where there are many', () => {
    assert.deepEqual(powersBetween(1e-6, 1e6), [1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6]);
  });

  it('stand on both sides of zero', () => {
    assert.deepEqual(signedPowers([-20, 3], 1), [-10, 0, 10]);
    assert.deepEqual(signedPowers([-2e4, 2e4], 1), [-1e3, -1, 0, 1, 1e3]);
  });

  it('are written as by hand', () => {
    const values = [0, 0.01, 1, 31.6227766, 100, 1000, 2000, 1e-3, 1e-12, 1e23, -1e4];
    assert.deepEqual(values.map(powerLabel), [
      ...['0', '0.01', '1', '31.6', '100', '10³', '2×10³', '10⁻³', '10⁻¹²', '10²³', '−10⁴'],
    ]);
  });

  it('are looked up by their value', () => {
    assert.equal(labelsByValue(new Map([[1000, '10³']])), '({"1000":"10³"})[datum.value]');
  });
});
