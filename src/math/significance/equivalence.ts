import { UserError } from '../../errors.js';
import { tInterval, tStatistic, tUpperTail } from '../student-t.js';
import { checkSample } from '../statistics.js';

/** The two one-sided tests that a mean lies within a margin of zero. */
export interface Tost {
  /** The larger of the two one-sided p-values. */
  readonly p: number;
  /** p of `mean > -margin`. */
  readonly pLower: number;
  /** p of `mean < margin`. */
  readonly pUpper: number;
  /** 90 % interval of the mean; it lies within the margin exactly when p < 0.05. */
  readonly interval90: readonly [number, number];
}

/**
 * Tests that |mean| < margin by two one-sided t tests (Schuirmann 1987): a small p says "no
 * difference that counts", which a large p of an ordinary test never does.
 */
export function tost(differences: readonly number[], margin: number): Tost {
  if (!(margin > 0 && margin < Infinity)) {
    throw new UserError(`An equivalence margin must be positive and finite, but got ${margin}.`);
  }
  const pLower = nonInferiorityP(differences, margin);
  const pUpper = nonInferiorityP(
    differences.map((d) => -d),
    margin,
  );
  return { p: Math.max(pLower, pUpper), pLower, pUpper, interval90: tInterval(differences, 0.9) };
}

/** One-sided p of the t test that the mean is above -margin: not worse by as much as the margin. */
export function nonInferiorityP(differences: readonly number[], margin: number): number {
  if (!(margin >= 0 && margin < Infinity)) {
    throw new UserError(`A margin must be finite and not negative, but got ${margin}.`);
  }
  checkSample(differences, 2);
  return tUpperTail(tStatistic(differences, -margin), differences.length - 1);
}
