import assert from 'node:assert/strict';

/** Asserts that numbers agree to a relative tolerance (absolute for expected values below 1e-300). */
export function assertClose(actual: number, expected: number, tolerance = 1e-9): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  assert.ok(
    error <= tolerance,
    `${actual} should be ${expected}, but is off by a relative ${error}`,
  );
}
