import { UserError } from '../errors.js';

/** P(Z <= z) of the standard normal distribution, to an absolute error of about 1e-15. */
export function normalCdf(z: number): number {
  if (z > 8.3) return 1; // the tail beyond is less than half a unit in the last place of 1
  if (z < -8.3) return 0;
  // 1/2 + phi(z) (z + z^3/3 + z^5/(3*5) + ...), Marsaglia 2004
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** The z with P(Z <= z) = p, found by bisection; 0 and 1 give -Infinity and Infinity. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) {
    throw new UserError(`A quantile needs a probability from 0 to 1, but got ${p}.`);
  }
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  let low = -8.3;
  let high = 8.3;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
}
