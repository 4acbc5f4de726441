import { UserError } from '../../errors.js';
import { formatEffect, formatThreshold } from '../format.js';
import type { Verdict } from '../replication.js';
import { checkThreshold, verdictOf } from './verdict.js';

/** How far from exact still counts as exact. */
export interface Tolerance {
  /** From the arithmetic, not from the data: what rounding can do. */
  readonly tolerance: number;
  readonly unit?: string;
  /** What the cases are called, so that the worst can be named; by default `case 1`, `case 2`, ... */
  readonly cases?: readonly string[];
}

/**
 * Judges that something is exactly so, from one error per case (left side minus right side, or
 * relative to one of them).
 *
 * - supported: every |error| is at most `tolerance`;
 * - refuted: any is larger; one counterexample is enough.
 *
 * Nothing is left to chance, so there is no p (null), Holm's correction passes over it, and a single
 * case can be judged. The effect is the error that is farthest from zero, the interval spans all
 * errors, and n is the number of cases.
 */
export function identity(
  label: string,
  errors: readonly number[],
  { tolerance, unit = '', cases }: Tolerance,
): Verdict {
  checkThreshold(label, 'tolerance', tolerance);
  checkErrors(label, errors, cases);
  const sizes = errors.map(Math.abs);
  const worst = sizes.indexOf(sizes.reduce((a, b) => Math.max(a, b)));
  const measured = {
    label,
    effect: errors[worst],
    unit,
    interval: [
      errors.reduce((a, b) => Math.min(a, b)),
      errors.reduce((a, b) => Math.max(a, b)),
    ] as const,
    n: errors.length,
    p: null,
  };
  const bound = `the tolerance of ${formatThreshold(tolerance, unit)} fixed in advance`;
  const name = cases?.[worst] ?? `case ${worst + 1}`;
  const extreme = `the error farthest from zero is ${formatEffect(errors[worst], unit)} (${name}).`;
  const beyond = sizes.filter((size) => size > tolerance).length;
  return verdictOf(
    measured,
    beyond === 0
      ? ['supported', `No error of ${errors.length} is beyond ${bound}; ${extreme}`]
      : [
          'refuted',
          `${beyond} of ${errors.length} errors ${beyond === 1 ? 'is' : 'are'} beyond ${bound}; ${extreme}`,
        ],
  );
}

function checkErrors(
  label: string,
  errors: readonly number[],
  cases: readonly string[] | undefined,
): void {
  if (errors.length === 0) {
    throw new UserError(
      `There is no case to judge '${label}' by. Check the columns that the claim selects.`,
    );
  }
  if (cases !== undefined && cases.length !== errors.length) {
    throw new UserError(
      `'${label}' names ${cases.length} cases, but has ${errors.length} errors. Give one name each.`,
    );
  }
  const bad = errors.findIndex((error) => !Number.isFinite(error));
  if (bad >= 0) {
    throw new UserError(
      `The error of ${cases?.[bad] ?? `case ${bad + 1}`} for '${label}' is ${errors[bad]}, but must ` +
        `be a finite number. Look for an overflow, or for a relative error of something that is zero.`,
    );
  }
}
