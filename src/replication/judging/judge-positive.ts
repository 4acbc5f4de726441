import { tost } from '../../math/significance/equivalence.js';
import { signFlipP } from '../../math/significance/sign-flip.js';
import { mean } from '../../math/statistics.js';
import { formatInterval, formatThreshold, statedP } from '../format.js';
import type { Verdict } from '../replication.js';
import { ALPHA, checkDifferences, checkThreshold, type Ruling, verdictOn } from './verdict.js';

/** What an effect must reach to count; a `Claim` has both fields, so it can be given as it is. */
export interface Threshold {
  readonly minimumEffect: number;
  readonly unit?: string;
}

/** How the mean of the effects is called, and the test that must agree with its interval. */
interface Wording {
  readonly noun?: string;
  readonly test?: string;
  readonly p?: number;
}

/** An effect on a grid may miss the minimum, or the margin, by rounding alone: 4.1 - 4 < 0.1. */
const ROUNDING = 1e-9;

/** The minimum effect less what rounding may take from it. */
export function reachable(minimumEffect: number): number {
  return minimumEffect * (1 - ROUNDING);
}

/** Judges that an effect is positive from one value per seed, by the rules of `ordering`. */
export function judgePositive(
  label: string,
  effects: readonly number[],
  { minimumEffect, unit = '' }: Threshold,
  { noun = 'mean', test = 'exact sign-flip test, which assumes less,', p }: Wording = {},
): Verdict {
  checkThreshold(label, 'minimum effect', minimumEffect);
  checkDifferences(label, effects);
  const significance = p ?? signFlipP(effects);
  const least = formatThreshold(minimumEffect, unit);
  return verdictOn({ label, unit }, effects, significance, (interval): Ruling => {
    const shown = `The 95 % interval ${formatInterval(interval, unit)}`;
    if (interval[1] < 0) return ['refuted', `${shown} lies below zero: the effect is reversed.`];
    if (minimumEffect > 0) {
      const small = tost(effects, reachable(minimumEffect));
      if (small.p < ALPHA) return ['refuted', tooSmall(small.interval90, least, unit)];
    }
    if (interval[0] <= 0) {
      return [
        'inconclusive',
        `${shown} contains zero: the seeds show neither the claim nor its opposite.`,
      ];
    }
    if (mean(effects) < reachable(minimumEffect)) {
      return [
        'inconclusive',
        `${shown} lies above zero, but the ${noun} is below the ${least} fixed in advance, though ` +
          `an effect of that size is not ruled out.`,
      ];
    }
    if (significance >= ALPHA) {
      return [
        'inconclusive',
        `${shown} lies above zero, but the ${test} gives only ${statedP(significance)}.`,
      ];
    }
    const enough =
      minimumEffect > 0 ? ` and the ${noun} is at least the ${least} fixed in advance` : '';
    return ['supported', `${shown} lies above zero${enough}.`];
  });
}

/** Why an effect is refuted that may well be there. */
export function tooSmall(
  interval90: readonly [number, number],
  least: string,
  unit: string,
): string {
  return (
    `The 90 % interval ${formatInterval(interval90, unit)} lies within ±${least}: if there is an ` +
    `effect, it is smaller than what was fixed in advance as counting.`
  );
}
