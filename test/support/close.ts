import assert from 'node:assert/strict';

/** Asserts that numbers agree to a relative tolerance (absolute for expected values below 1e-300). */
export function assertClose(actual: number, expected: number, tolerance = 1e-9): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  assert.ok(
    error <= tolerance,
    `${actual} should be ${expected}, but is off by a relative ${error}`,
  );
}

/** Fails unless |a - b| <= relative |b| + absolute max |b| for every value that is expected. */
export function assertNumbersClose(
  actual: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
  relative: number,
  absolute: number,
): void {
  const largest = Math.max(
    ...Object.values(expected).flatMap((v) => Array.from(v, (value) => Math.abs(value))),
  );
  for (const [name, values] of Object.entries(expected)) {
    assert.equal(actual[name].length, values.length, name);
    for (let i = 0; i < values.length; i++) {
      const error = Math.abs(actual[name][i] - values[i]);
      assert.ok(
        error <= relative * Math.abs(values[i]) + absolute * largest,
        `${name}[${i}] is ${actual[name][i]}, not ${values[i]}`,
      );
    }
  }
}
