import { UserError } from '../../errors.js';
import { ranks } from '../correlation.js';
import { checkSample } from '../statistics.js';

/** A test of whether values rise along ordered conditions. */
export interface PageTrend {
  /** Page's L: the sum over conditions of position times sum of ranks. */
  readonly l: number;
  /** What L would be on average without a trend. */
  readonly expected: number;
  /** One-sided: of a rise. */
  readonly pRise: number;
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly p: number;
}

/** Up to this many conditions all orders can be counted. */
const MOST_CONDITIONS = 10;

/**
 * Page's test that values rise along ordered conditions within subjects (Page 1963).
 *
 * L = sum_j j R_j, where R_j sums the ranks of condition j over the rows. p is exact: were there no
 * effect, each row's ranks could stand in any order, so the distribution of L is the convolution
 * over rows of what all orders of a row give. Ties share their mean rank and are counted as they
 * are, where tables and SciPy take rows without ties.
 *
 * @param matrix - one row per subject (seed), one column per condition, in the order supposed
 */
export function pageTrend(matrix: readonly (readonly number[])[]): PageTrend {
  checkMatrix(matrix);
  const ranked = matrix.map((row) => ranks(row).map((rank) => 2 * rank)); // whole numbers
  const cache = new Map<string, Distribution>();
  let all: Distribution = new Map([[0, 1]]);
  for (const row of ranked) {
    const name = [...row].sort((a, b) => a - b).join();
    const own = cache.get(name) ?? weightedSums(row);
    cache.set(name, own);
    all = convolve(all, own);
  }
  const doubled = ranked.reduce((sum, row) => sum + weightedSum(row), 0);
  let atLeast = 0;
  let atMost = 0;
  for (const [sum, share] of all) {
    if (sum >= doubled) atLeast += share;
    if (sum <= doubled) atMost += share;
  }
  const k = matrix[0].length;
  return {
    l: doubled / 2,
    expected: (matrix.length * k * (k + 1) * (k + 1)) / 4,
    pRise: Math.min(1, atLeast),
    p: Math.min(1, 2 * Math.min(atLeast, atMost)),
  };
}

/** Possible sums and the share of orders that give each. */
type Distribution = ReadonlyMap<number, number>;

function weightedSum(row: readonly number[]): number {
  return row.reduce((sum, rank, j) => sum + (j + 1) * rank, 0);
}

/**
 * The sums of position times rank over all orders of a row, without listing them: the ranks used so
 * far (bits of a set) fix which position is next, so sums are built up set by set.
 */
function weightedSums(row: readonly number[]): Distribution {
  const k = row.length;
  const bySet = Array.from({ length: 1 << k }, () => new Map<number, number>());
  bySet[0].set(0, 1);
  for (let set = 0; set < bySet.length - 1; set++) {
    let position = 1;
    for (let i = 0; i < k; i++) position += (set >> i) & 1;
    const share = 1 / (k - position + 1); // the next rank is any of those left
    for (let i = 0; i < k; i++) {
      if ((set >> i) & 1) continue;
      for (const [sum, weight] of bySet[set]) {
        add(bySet[set | (1 << i)], sum + position * row[i], weight * share);
      }
    }
  }
  return bySet[bySet.length - 1];
}

function convolve(first: Distribution, second: Distribution): Distribution {
  const result = new Map<number, number>();
  for (const [a, shareOfA] of first) {
    for (const [b, shareOfB] of second) add(result, a + b, shareOfA * shareOfB);
  }
  return result;
}

function add(distribution: Map<number, number>, sum: number, share: number): void {
  distribution.set(sum, (distribution.get(sum) ?? 0) + share);
}

function checkMatrix(matrix: readonly (readonly number[])[]): void {
  if (matrix.length === 0) {
    throw new UserError("Page's test got no rows. Give it one row per seed.");
  }
  const k = matrix[0].length;
  if (k < 2 || k > MOST_CONDITIONS) {
    throw new UserError(
      `Page's test takes 2 to ${MOST_CONDITIONS} conditions, but the rows have ${k}.`,
    );
  }
  const odd = matrix.findIndex((row) => row.length !== k);
  if (odd >= 0) {
    throw new UserError(
      `Every row of Page's test needs a value for each of the ${k} conditions, but row ${odd + 1} ` +
        `has ${matrix[odd].length}.`,
    );
  }
  for (const row of matrix) checkSample(row, 2);
}
