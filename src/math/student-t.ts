import { UserError } from '../errors.js';
import { incompleteBeta } from './incomplete-beta.js';
import { checkConfidence, checkSample, mean, standardError } from './statistics.js';

/** P(T > t) for Student's t with `df` degrees of freedom; keeps its digits far out in the tail. */
export function tUpperTail(t: number, df: number): number {
  if (!(df > 0)) throw new UserError(`Degrees of freedom must be positive, but got ${df}.`);
  if (t < 0) return 1 - tUpperTail(-t, df);
  if (t === Infinity) return 0;
  // P(|T| > t) = I_x(df/2, 1/2) with x = df / (df + t^2)
  const total = df + t * t;
  if (total === Infinity) return 0;
  return 0.5 * incompleteBeta(df / 2, 0.5, df / total, (t * t) / total);
}

/** P(T <= t) for Student's t with `df` degrees of freedom. */
export function tCdf(t: number, df: number): number {
  return t < 0 ? tUpperTail(-t, df) : 1 - tUpperTail(t, df);
}

/** The t with P(T <= t) = p, for p in (0, 1); the inverse of `tCdf`, found by bisection. */
export function tQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) {
    throw new UserError(`A quantile needs a probability between 0 and 1, but got ${p}.`);
  }
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  let low = 0;
  let high = 1;
  while (tUpperTail(high, df) > tail) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return p < 0.5 ? -high : high;
    if (tUpperTail(middle, df) > tail) low = middle;
    else high = middle;
  }
}

/** The confidence interval of the mean, mean -/+ t * sd / sqrt(n). Needs two values. */
export function tInterval(
  values: readonly number[],
  confidence = 0.95,
): readonly [low: number, high: number] {
  checkConfidence(confidence);
  checkSample(values, 2);
  const centre = mean(values);
  const half = tQuantile((1 + confidence) / 2, values.length - 1) * standardError(values);
  return [centre - half, centre + half];
}

/**
 * The t statistic of the mean against `hypothesis`. Values without any spread put it at 0 or
 * infinity.
 */
export function tStatistic(values: readonly number[], hypothesis = 0): number {
  const distance = mean(values) - hypothesis;
  return distance === 0 ? 0 : distance / standardError(values);
}

/** Two-sided p of the t test that the mean is zero; of paired differences: the paired t test. */
export function tTestP(values: readonly number[]): number {
  checkSample(values, 2);
  return 2 * tUpperTail(Math.abs(tStatistic(values)), values.length - 1);
}
