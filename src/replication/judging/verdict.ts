import { UserError } from '../../errors.js';
import { mean } from '../../math/statistics.js';
import { tInterval } from '../../math/student-t.js';
import type { Finding, Outcome, Verdict } from '../replication.js';

/** Every supported claim has a p below this, before and after the correction for several claims. */
export const ALPHA = 0.05;

/** With five seeds the exact two-sided test cannot go below 0.0625; with six it reaches 0.031. */
export const MINIMUM_SEEDS = 6;

/** What is decided about some differences, and the sentence that says why. */
export type Ruling = readonly [outcome: Outcome, detail: string];

/** What was measured, before anything is decided. */
export type Measured = Omit<Finding, 'outcome'> & { readonly unit: string };

/**
 * The verdict on one contrast from paired differences, by the t interval of their mean; its p is not
 * yet corrected for the other claims of the paper.
 *
 * @param rule - decides from the 95 % interval of the mean; asked only when there are enough seeds
 */
export function verdictOn(
  { label, unit }: Pick<Measured, 'label' | 'unit'>,
  differences: readonly number[],
  p: number,
  rule: (interval: readonly [number, number]) => Ruling,
): Verdict {
  const n = differences.length;
  // One seed says nothing about the spread: every mean remains possible.
  const interval = n < 2 ? ([-Infinity, Infinity] as const) : tInterval(differences);
  return verdictOfSeeds({ label, effect: mean(differences), unit, interval, n, p }, () =>
    rule(interval),
  );
}

/** The verdict on what was measured over seeds; `rule` is asked only when there are enough. */
export function verdictOfSeeds(measured: Measured, rule: () => Ruling): Verdict {
  return verdictOf(measured, measured.n < MINIMUM_SEEDS ? tooFewSeeds(measured.n) : rule());
}

/** A verdict with a single finding. */
export function verdictOf({ unit, ...measured }: Measured, [outcome, detail]: Ruling): Verdict {
  const finding: Finding = { ...measured, ...(unit === '' ? {} : { unit }), outcome };
  return { ...finding, adjustedP: measured.p, detail, findings: [finding] };
}

/** Throws unless `value` can serve as the smallest effect that counts, or as a margin. */
export function checkThreshold(label: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new UserError(
      `The ${name} of '${label}' is ${value}, but must be finite and not negative. Where the claim ` +
        `is that something falls, turn the difference round.`,
    );
  }
}

/** Throws unless there are differences to judge. */
export function checkDifferences(label: string, differences: readonly number[]): void {
  if (differences.length === 0) {
    throw new UserError(
      `There is nothing to judge '${label}' by: no seed has both arms. Check the names of the arms ` +
        `and columns that the claim selects.`,
    );
  }
  const bad = differences.findIndex((d) => !Number.isFinite(d));
  if (bad >= 0) {
    throw new UserError(
      `Difference ${bad + 1} of ${differences.length} for '${label}' is ${differences[bad]}, but ` +
        `must be a finite number. Look for a run that diverged or a row that lacks the column.`,
    );
  }
}

function tooFewSeeds(n: number): Ruling {
  return [
    'inconclusive',
    `${n} ${n === 1 ? 'seed is' : 'seeds are'} too few to decide anything, whatever the effect: ` +
      `it takes ${MINIMUM_SEEDS} for the exact two-sided test to reach ${ALPHA}.`,
  ];
}
