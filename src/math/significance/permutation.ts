import { UserError } from '../../errors.js';
import { permutation, type Rng, stream } from '../rng.js';

/** Up to this many labels all orders are counted: 8! = 40,320. */
const EXACT_LABELS = 8;

/** Statistics closer than this fraction of the observed one are ties: rounding is far below. */
const TIE = 1e-9;

export interface PermutationOptions {
  /** Orders drawn where there are too many to count. */
  readonly draws?: number;
  readonly rng?: Rng;
}

/**
 * One-sided p of a permutation test: how often a random order of n labels gives a statistic at least
 * as large as the order 0, 1, ..., n - 1 does.
 *
 * All n! orders are counted up to eight labels; beyond, p = (1 + hits) / (1 + draws) over random
 * orders (Phipson & Smyth 2010), by a fixed stream unless one is given.
 *
 * @param statistic - of an order; large values speak for the claim. The array is reused: copy it to
 *   keep it.
 */
export function permutationP(
  statistic: (order: Int32Array) => number,
  n: number,
  { draws = 9_999, rng = stream(0, 'permutation') }: PermutationOptions = {},
): number {
  if (!(Number.isSafeInteger(n) && n >= 2)) {
    throw new UserError(`A permutation test needs at least 2 labels, but got ${n}.`);
  }
  if (!(Number.isSafeInteger(draws) && draws >= 999)) {
    throw new UserError(`A permutation test needs at least 999 draws, but got ${draws}.`);
  }
  const observed = checked(statistic(Int32Array.from({ length: n }, (_, i) => i)));
  const threshold = observed - TIE * Math.abs(observed);
  const hit = (order: Int32Array): number => (checked(statistic(order)) >= threshold ? 1 : 0);
  if (n <= EXACT_LABELS) return exactShare(n, hit);
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) hits += hit(permutation(n, rng));
  return (1 + hits) / (1 + draws);
}

/** What a matrix holds on its diagonal, against the rest of it. */
export interface DiagonalContrast {
  /** Mean of the diagonal minus mean of everything else. */
  readonly effect: number;
  /** One-sided: of a random matching of rows with columns doing as well. */
  readonly p: number;
}

/**
 * Tests that the rows of a square matrix go with the columns of the same label: by how much the mean
 * of its diagonal is above the mean of the rest, and how often that happens if the labels of the
 * columns are permuted.
 *
 * With row i for the mask scored on class i, and column j for the mean image of class j, entries
 * being correlations, it tests that a mask shows the class it was made from.
 */
export function permutationCorrelation(
  matrix: readonly (readonly number[])[],
  options: PermutationOptions = {},
): DiagonalContrast {
  const n = matrix.length;
  matrix.forEach((row, i) => {
    if (row.length !== n) {
      throw new UserError(
        `A matching needs a square matrix, but row ${i + 1} of ${n} has ${row.length} entries.`,
      );
    }
  });
  const total = matrix.flat().reduce((sum, value) => sum + value, 0);
  const contrast = (order: Int32Array): number => {
    const matched = matrix.reduce((sum, row, i) => sum + row[order[i]], 0);
    return matched / n - (total - matched) / (n * n - n);
  };
  const p = permutationP(contrast, n, options);
  return { effect: contrast(Int32Array.from({ length: n }, (_, i) => i)), p };
}

/** The share of all orders for which `hit` gives 1, by Heap's algorithm. */
function exactShare(n: number, hit: (order: Int32Array) => number): number {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const counters = new Int32Array(n);
  let hits = hit(order);
  let orders = 1;
  for (let i = 1; i < n;) {
    if (counters[i] < i) {
      const j = i % 2 === 0 ? 0 : counters[i];
      const swap = order[i];
      order[i] = order[j];
      order[j] = swap;
      hits += hit(order);
      orders++;
      counters[i]++;
      i = 1;
    } else {
      counters[i] = 0;
      i++;
    }
  }
  return hits / orders;
}

function checked(value: number): number {
  if (!Number.isFinite(value)) {
    throw new UserError(
      `The statistic of a permutation test is ${value}, but must be a finite number. Look for an ` +
        `empty class or a constant that has no correlation.`,
    );
  }
  return value;
}
