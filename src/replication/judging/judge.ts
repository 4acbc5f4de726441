import { tost } from '../../math/significance/equivalence.js';
import { signFlipP } from '../../math/significance/sign-flip.js';
import { mean } from '../../math/statistics.js';
import { formatInterval, formatP, formatThreshold } from '../format.js';
import type { Verdict } from '../replication.js';
import { ALPHA, checkDifferences, checkThreshold, type Ruling, verdictOn } from './verdict.js';

/** What an effect must reach to count; a `Claim` has both fields, so it can be given as it is. */
export interface Threshold {
  readonly minimumEffect: number;
  readonly unit?: string;
}

/**
 * Judges that an effect is positive, from one paired difference per seed.
 *
 * - supported: the 95 % t interval lies above 0, the mean is at least `minimumEffect`, and the exact
 *   sign-flip p is below 0.05;
 * - refuted: the interval lies below 0; or, where minimumEffect > 0, |effect| < minimumEffect is
 *   shown by TOST at 0.05;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * The `p` of the verdict is the two-sided sign-flip p.
 */
export function ordering(
  label: string,
  differences: readonly number[],
  threshold: Threshold,
): Verdict {
  return judgePositive(label, differences, threshold, 'mean');
}

/**
 * Judges that a quantity grows along another, from one slope (or rank correlation) per seed, by the
 * rules of `ordering`.
 */
export function trend(label: string, slopes: readonly number[], threshold: Threshold): Verdict {
  return judgePositive(label, slopes, threshold, 'mean slope');
}

function judgePositive(
  label: string,
  differences: readonly number[],
  { minimumEffect, unit = '' }: Threshold,
  noun: string,
): Verdict {
  checkThreshold(label, 'minimum effect', minimumEffect);
  checkDifferences(label, differences);
  const p = signFlipP(differences);
  const least = formatThreshold(minimumEffect, unit);
  return verdictOn(label, differences, p, (interval): Ruling => {
    const shown = `The 95 % interval ${formatInterval(interval, unit)}`;
    if (interval[1] < 0) return ['refuted', `${shown} lies below zero: the effect is reversed.`];
    if (minimumEffect > 0) {
      const small = tost(differences, minimumEffect);
      if (small.p < ALPHA) return ['refuted', tooSmall(small.interval90, least, unit)];
    }
    if (interval[0] <= 0) {
      return [
        'inconclusive',
        `${shown} contains zero: the seeds show neither the claim nor its opposite.`,
      ];
    }
    if (mean(differences) < minimumEffect) {
      return [
        'inconclusive',
        `${shown} lies above zero, but the ${noun} is below the ${least} fixed in advance, though ` +
          `an effect of that size is not ruled out.`,
      ];
    }
    if (p >= ALPHA) {
      return [
        'inconclusive',
        `${shown} lies above zero, but the exact sign-flip test, which assumes less, gives only ` +
          `p = ${formatP(p)}.`,
      ];
    }
    const enough =
      minimumEffect > 0 ? ` and the ${noun} is at least the ${least} fixed in advance` : '';
    return ['supported', `${shown} lies above zero${enough}.`];
  });
}

function tooSmall(interval90: readonly [number, number], least: string, unit: string): string {
  return (
    `The 90 % interval ${formatInterval(interval90, unit)} lies within ±${least}: if there is an ` +
    `effect, it is smaller than what was fixed in advance as counting.`
  );
}
