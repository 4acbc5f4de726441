import { binomialP, binomialUpperTail } from '../binomial.js';
import { checkConfidence, checkSample } from '../statistics.js';

/** What the signs of paired differences say. */
export interface SignTest {
  /** Two-sided, exact. */
  readonly p: number;
  readonly positive: number;
  readonly negative: number;
  /** Differences of exactly zero, which the test leaves out. */
  readonly ties: number;
}

/**
 * The exact sign test of paired differences (Dixon & Mood 1946): were there no effect, a difference
 * that is not zero would be positive as often as negative.
 *
 * p = min(1, 2 P(X >= max(positive, negative))) with X ~ Bin(positive + negative, 1/2). It looks at
 * signs only, so it suits values on a grid, where differences tie or are all the same.
 */
export function signTest(differences: readonly number[]): SignTest {
  checkSample(differences, 1);
  const positive = differences.filter((d) => d > 0).length;
  const negative = differences.filter((d) => d < 0).length;
  const untied = positive + negative;
  return {
    p: untied === 0 ? 1 : binomialP(positive, untied, 0.5),
    positive,
    negative,
    ties: differences.length - untied,
  };
}

/**
 * The confidence interval of the median between two order statistics: from the d-th smallest value
 * to the d-th largest, with the largest d for which 2 P(X >= n - d + 1) <= 1 - confidence,
 * X ~ Bin(n, 1/2).
 *
 * It holds whatever the distribution, ties included, and covers the median at least as often as it
 * says. With too few values for any d (fewer than six at 95 %) it has no ends.
 */
export function medianInterval(
  values: readonly number[],
  confidence = 0.95,
): readonly [low: number, high: number] {
  checkConfidence(confidence);
  checkSample(values, 1);
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  let d = 0;
  while (2 * (d + 1) <= n && 2 * binomialUpperTail(n - d, n, 0.5) <= 1 - confidence) d++;
  return d === 0 ? [-Infinity, Infinity] : [sorted[d - 1], sorted[n - d]];
}
