import { UserError } from '../../errors.js';
import { nonInferiorityP, tost } from '../../math/significance/equivalence.js';
import { tInterval } from '../../math/student-t.js';
import { formatInterval, formatThreshold } from '../format.js';
import type { Verdict } from '../replication.js';
import { ALPHA, checkDifferences, checkThreshold, type Ruling, verdictOn } from './verdict.js';

/** What a difference must stay within to be none. */
export interface Margin {
  readonly margin: number;
  readonly unit?: string;
}

/**
 * Judges that two arms differ by less than a margin fixed in advance, from one paired difference per
 * seed.
 *
 * - supported: both one-sided t tests (TOST) give p < 0.05, so the 90 % interval is within the
 *   margin;
 * - refuted: the 95 % interval lies wholly outside the margin;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * The `p` of the verdict is the larger of the two one-sided p-values: small means equivalent.
 */
export function equivalence(
  label: string,
  differences: readonly number[],
  { margin, unit = '' }: Margin,
): Verdict {
  checkThreshold(label, 'margin', margin);
  if (margin === 0) {
    throw new UserError(
      `The margin of '${label}' is 0, but no data can show that two arms are exactly equal. Give ` +
        `the smallest difference that would count.`,
    );
  }
  checkDifferences(label, differences);
  const p = differences.length < 2 ? 1 : tost(differences, margin).p;
  const bound = formatThreshold(margin, unit);
  return verdictOn({ label, unit }, differences, p, (interval): Ruling => {
    const shown = `The 95 % interval ${formatInterval(interval, unit)}`;
    if (p < ALPHA) {
      const inner = formatInterval(tInterval(differences, 0.9), unit);
      return [
        'supported',
        `The 90 % interval ${inner} lies within the margin of ±${bound} fixed in advance.`,
      ];
    }
    if (interval[0] > margin || interval[1] < -margin) {
      return [
        'refuted',
        `${shown} lies outside the margin of ±${bound} fixed in advance: the arms do differ.`,
      ];
    }
    return [
      'inconclusive',
      `${shown} is neither clearly within the margin of ±${bound} nor outside it.`,
    ];
  });
}

/**
 * Judges that an arm is not worse by as much as a margin fixed in advance, from one paired
 * difference per seed (positive = better).
 *
 * - supported: the one-sided t test of effect > -margin gives p < 0.05;
 * - refuted: the 95 % interval lies wholly below -margin;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * The `p` of the verdict is the one-sided p: small means not inferior.
 */
export function nonInferior(
  label: string,
  differences: readonly number[],
  { margin, unit = '' }: Margin,
): Verdict {
  checkThreshold(label, 'margin', margin);
  checkDifferences(label, differences);
  const p = differences.length < 2 ? 1 : nonInferiorityP(differences, margin);
  const bound = formatThreshold(margin, unit);
  return verdictOn({ label, unit }, differences, p, (interval): Ruling => {
    const shown = `The 95 % interval ${formatInterval(interval, unit)}`;
    if (p < ALPHA) {
      const inner = formatInterval(tInterval(differences, 0.9), unit);
      return [
        'supported',
        `The 90 % interval ${inner} rules out a loss of the ${bound} fixed in advance.`,
      ];
    }
    if (interval[1] < -margin) {
      return ['refuted', `${shown} shows a loss larger than the ${bound} fixed in advance.`];
    }
    return [
      'inconclusive',
      `${shown} neither rules out a loss of the ${bound} fixed in advance nor shows one.`,
    ];
  });
}
