import { UserError } from '../../errors.js';
import { slope } from '../../math/correlation.js';
import { pageTrend } from '../../math/significance/page.js';
import { mean } from '../../math/statistics.js';
import type { Verdict } from '../replication.js';
import { judgePositive, type Threshold } from './judge-positive.js';
import { checkDifferences } from './verdict.js';

export type { Threshold } from './judge-positive.js';

/**
 * Judges that an effect is positive, from one paired difference per seed.
 *
 * - supported: the 95 % t interval lies above 0, the mean is at least `minimumEffect`, and the exact
 *   sign-flip p is below 0.05;
 * - refuted: the interval lies below 0; or, where minimumEffect > 0, |effect| < minimumEffect is
 *   shown by TOST at 0.05;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * The `p` of the verdict is the two-sided sign-flip p. For values on a coarse grid, which tie, see
 * `orderingBySigns`.
 */
export function ordering(
  label: string,
  differences: readonly number[],
  threshold: Threshold,
): Verdict {
  return judgePositive(label, differences, threshold);
}

/**
 * Judges that a quantity grows along another, from one slope (or rank correlation) per seed, by the
 * rules of `ordering`.
 */
export function trend(label: string, slopes: readonly number[], threshold: Threshold): Verdict {
  return judgePositive(label, slopes, threshold, { noun: 'mean slope' });
}

/** The threshold of a slope over ordered conditions. */
export interface OrderedThreshold extends Threshold {
  /** Where the conditions lie, upwards; by default they are numbered 1, 2, 3, ... */
  readonly positions?: readonly number[];
}

/**
 * Judges that a quantity grows along ordered conditions, from one row of values per seed.
 *
 * The effect is the mean over seeds of the least-squares slope on `positions`, its interval the t
 * interval over seeds, and all is decided by the rules of `ordering`, save that Page's exact test
 * takes the place of the sign-flip test: it asks for the order, not for a straight line. Its p is
 * two-sided, and 1 where ranks and slopes point opposite ways.
 *
 * @param values - seeds × conditions, in the order in which the quantity should grow
 */
export function orderedTrend(
  label: string,
  values: readonly (readonly number[])[],
  { positions, ...threshold }: OrderedThreshold,
): Verdict {
  for (const row of values) checkDifferences(label, row);
  const x = positions ?? values[0]?.map((_, i) => i + 1) ?? [];
  if (x.some((position, i) => i > 0 && !(position > x[i - 1]))) {
    throw new UserError(
      `The positions of '${label}' are ${x.join(', ')}, but the conditions must come in rising ` +
        `order. Sort them, and the columns of values with them.`,
    );
  }
  const { l, expected, p } = pageTrend(values);
  const slopes = values.map((row) => slope(x, row));
  const agree = (l - expected) * mean(slopes) > 0;
  return judgePositive(label, slopes, threshold, {
    noun: 'mean slope',
    test: 'exact test of Page, which asks for the order alone,',
    p: agree ? p : 1,
  });
}
