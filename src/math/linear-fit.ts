import { UserError } from '../errors.js';
import { checkPairs, moments } from './correlation.js';
import { checkConfidence, checkSample, mean } from './statistics.js';
import { tQuantile } from './student-t.js';

/** A least-squares line with what the points say about its slope. */
export interface LinearFit {
  /** In units of y per unit of x. */
  readonly slope: number;
  readonly intercept: number;
  /** Of the slope. */
  readonly standardError: number;
  /** Confidence interval of the slope. */
  readonly interval: readonly [low: number, high: number];
  /** The fraction of the variance of y that the line explains; 1 where y has none. */
  readonly r2: number;
}

/**
 * The least-squares line of y on x with the standard error of its slope, sqrt(SSE / (n - 2) / Sxx),
 * and the t interval with n - 2 degrees of freedom. Needs three points.
 *
 * The exponent of a power law y = c x^b is the slope over logarithms. The interval takes the points
 * to be independent; where several come from one seed, fit every seed apart and judge the slopes.
 */
export function linearFit(
  x: readonly number[],
  y: readonly number[],
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): LinearFit {
  checkConfidence(confidence);
  checkSample(x, 3);
  checkPairs(x, y);
  const { xx, xy, yy } = moments(x, y);
  const slope = xy / xx;
  const intercept = mean(y) - slope * mean(x);
  const unexplained = y.reduce((sum, value, i) => {
    const residual = value - (intercept + slope * x[i]);
    return sum + residual * residual;
  }, 0);
  const df = x.length - 2;
  const standardError = Math.sqrt(unexplained / df / xx);
  const half = tQuantile((1 + confidence) / 2, df) * standardError;
  return {
    slope,
    intercept,
    standardError,
    interval: [slope - half, slope + half],
    r2: yy === 0 ? 1 : 1 - unexplained / yy,
  };
}

/** Natural logarithms, for fits of power laws; throws where a value has none. */
export function logarithms(values: readonly number[]): number[] {
  return values.map((value, i) => {
    if (!(value > 0 && value < Infinity)) {
      throw new UserError(
        `Value ${i + 1} of ${values.length} is ${value}, but only positive numbers have a ` +
          `logarithm. Leave out what is zero, a layer without weights for example, and say so.`,
      );
    }
    return Math.log(value);
  });
}
