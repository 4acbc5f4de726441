import { UserError } from '../../errors.js';
import { type Rng, stream } from '../rng.js';
import { checkSample } from '../statistics.js';

/** Up to this many differences all 2^n sign patterns are counted; it takes 2^20 steps. */
export const EXACT_LIMIT = 40;

/** Sums closer than this fraction of sum |d| are ties; rounding is far below, any real gap above. */
const TIE = 1e-9;

export interface SignFlipOptions {
  /** Sign patterns drawn where there are too many to count. */
  readonly draws?: number;
  readonly rng?: Rng;
}

/**
 * Two-sided p of the sign-flip permutation test that paired differences are symmetric about zero.
 *
 * p is the fraction of the 2^n sign patterns whose |sum| is at least the observed one. It is exact
 * up to `EXACT_LIMIT` differences; beyond, (1 + hits) / (1 + draws) over random patterns (Phipson &
 * Smyth 2010). The smallest possible p is 2 / 2^n: 0.0625 with five seeds, 0.03125 with six.
 */
export function signFlipP(differences: readonly number[], options: SignFlipOptions = {}): number {
  checkSample(differences, 1);
  const sizes = differences.map(Math.abs).filter((d) => d > 0); // a zero has no sign to flip
  const total = sizes.reduce((sum, d) => sum + d, 0);
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  const threshold = observed - TIE * total;
  if (threshold <= 0) return 1;
  return sizes.length <= EXACT_LIMIT
    ? exactP(sizes, threshold)
    : sampledP(sizes, threshold, options);
}

/**
 * Splits the differences in two halves, lists the 2^(n/2) signed sums of each in order, and counts
 * the pairs that reach the threshold by walking both lists once.
 */
function exactP(sizes: readonly number[], threshold: number): number {
  const half = sizes.length >> 1;
  const left = signedSums(sizes.slice(0, half));
  const right = signedSums(sizes.slice(half));
  let count = 0;
  let start = right.length; // right[start] is the smallest that reaches the threshold with `sum`
  for (const sum of left) {
    while (start > 0 && sum + right[start - 1] >= threshold) start--;
    count += right.length - start;
  }
  return (2 * count) / (left.length * right.length); // the negative sums mirror the positive ones
}

/** All sums of +/- sizes, upwards: each new size merges two shifted copies of the sorted list. */
function signedSums(sizes: readonly number[]): Float64Array {
  let sums = new Float64Array([0]);
  for (const size of sizes) {
    const merged = new Float64Array(2 * sums.length);
    let down = 0;
    let up = 0;
    for (let k = 0; k < merged.length; k++) {
      const takeDown = down < sums.length && sums[down] - size <= sums[up] + size;
      merged[k] = takeDown ? sums[down++] - size : sums[up++] + size;
    }
    sums = merged;
  }
  return sums;
}

function sampledP(
  sizes: readonly number[],
  threshold: number,
  { draws = 99_999, rng = stream(0, 'sign-flip') }: SignFlipOptions,
): number {
  if (!(Number.isSafeInteger(draws) && draws >= 999)) {
    throw new UserError(`A sampled sign-flip test needs at least 999 draws, but got ${draws}.`);
  }
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < sizes.length; i++) {
      if (i % 32 === 0) bits = rng.uint32();
      sum += (bits >>> (i % 32)) & 1 ? sizes[i] : -sizes[i];
    }
    if (Math.abs(sum) >= threshold) hits++;
  }
  return (1 + hits) / (1 + draws);
}
