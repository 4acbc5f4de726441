import { UserError } from '../../errors.js';
import { dot } from './gram.js';

/**
 * Replaces a symmetric positive definite matrix A (n × n, row by row, lower triangle) by its Cholesky
 * factor L, A = L Lᵀ; what is above the diagonal is neither read nor written.
 *
 * The factor of a leading block of A is the leading block of L. Throws a `UserError` where a pivot is
 * not positive, to rounding.
 */
export function choleskyFactor(a: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      const at = row + j;
      a[at] = (a[at] - dot(a, row, a, j * n, j)) / a[j * n + j];
    }
    const pivot = a[row + i] - dot(a, row, a, row, i);
    if (!(pivot > 0)) {
      throw new UserError(
        `A matrix of ${n} lines has no Cholesky factor: its pivot ${i + 1} is ${pivot}, but must be ` +
          'positive. Look for features or examples that depend on each other.',
      );
    }
    a[row + i] = Math.sqrt(pivot);
  }
  return a;
}

/** The x with L Lᵀ x = b, for the leading block of size `b.length` of a factor L (n × n). */
export function choleskySolve(factor: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  const size = x.length;
  for (let i = 0; i < size; i++) {
    x[i] = (x[i] - dot(factor, i * n, x, 0, i)) / factor[i * n + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * n;
    const value = x[i] / factor[row + i];
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] -= value * factor[row + j];
  }
  return x;
}
