import { UserError } from '../errors.js';
import { incompleteBeta } from './incomplete-beta.js';
import { checkConfidence } from './statistics.js';

/** P(X >= k) for X ~ Bin(n, rate), which is I_rate(k, n - k + 1). */
export function binomialUpperTail(k: number, n: number, rate: number): number {
  checkCounts(k, n);
  if (!(rate >= 0 && rate <= 1)) {
    throw new UserError(`A rate lies between 0 and 1, but got ${rate}.`);
  }
  return k === 0 ? 1 : incompleteBeta(k, n - k + 1, rate);
}

/**
 * Two-sided p of the exact binomial test that k of n successes come from `rate`: twice the smaller
 * tail, at most 1.
 *
 * It is the twin of `clopperPearson`: p < 0.05 exactly when the 95 % interval leaves `rate` out.
 * (R's `binom.test` and SciPy's `binomtest` add up all outcomes that are no likelier than k instead.
 * The two agree where `rate` is 1/2.)
 */
export function binomialP(k: number, n: number, rate: number): number {
  const atLeast = binomialUpperTail(k, n, rate);
  const atMost = binomialUpperTail(n - k, n, 1 - rate);
  return Math.min(1, 2 * Math.min(atLeast, atMost));
}

/**
 * The exact confidence interval of a rate of which k successes in n trials were seen (Clopper &
 * Pearson 1934): all rates under which neither so many nor so few would be a surprise.
 *
 * The lower limit solves P(X >= k) = (1 - confidence) / 2, the upper one P(X <= k) = (1 -
 * confidence) / 2. It covers the rate at least as often as it says, and stays informative where all
 * trials agree: 8 of 8 give [0.631, 1].
 */
export function clopperPearson(
  k: number,
  n: number,
  confidence = 0.95,
): readonly [low: number, high: number] {
  checkConfidence(confidence);
  checkCounts(k, n);
  const tail = (1 - confidence) / 2;
  const low = lowerLimit(k, n, tail);
  return [low, k === n ? 1 : 1 - lowerLimit(n - k, n, tail)];
}

/** The rate at which P(X >= k) = tail, found by bisection. */
function lowerLimit(k: number, n: number, tail: number): number {
  if (k === 0) return 0;
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (binomialUpperTail(k, n, middle) < tail) low = middle;
    else high = middle;
  }
}

function checkCounts(k: number, n: number): void {
  if (!(Number.isSafeInteger(n) && n >= 1 && Number.isSafeInteger(k) && k >= 0 && k <= n)) {
    throw new UserError(
      `A count of successes is an integer from 0 to the number of trials, which is at least 1; but ` +
        `got ${k} of ${n}.`,
    );
  }
}
