import assert from 'node:assert/strict';
import { binaryExponent, powerOfTwo } from '../../../src/engine/evidence/powers-of-two.js';

describe('powers of two', () => {
  it('are exact, as far as double precision goes', () => {
    assert.deepEqual([-2, -1, 0, 1, 10].map(powerOfTwo), [0.25, 0.5, 1, 2, 1024]);
    assert.equal(powerOfTwo(-1074), Number.MIN_VALUE);
    assert.equal(powerOfTwo(1023), Number.MAX_VALUE / (2 - Number.EPSILON));
    assert.deepEqual([-1100, 1100].map(powerOfTwo), [0, Infinity]);
  });

  it('are found in numbers', () => {
    assert.deepEqual([0.24, 0.25, 1, 1.99, 2, -5].map(binaryExponent), [-3, -2, 0, 0, 1, 2]);
    for (const n of [-1022, -300, 77, 1023]) assert.equal(binaryExponent(powerOfTwo(n)), n);
  });
});
