import assert from 'node:assert/strict';

/** Asserts that two lists agree to an absolute tolerance. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-12,
): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert.ok(error <= tolerance, `place ${i}: ${actual[i]} is not ${expected[i]}`);
  }
}
