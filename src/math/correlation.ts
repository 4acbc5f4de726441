import { UserError } from '../errors.js';
import { checkSample, mean } from './statistics.js';

/**
 * Spearman's rank correlation of y with x: Pearson's correlation of the ranks, ties sharing their
 * mean rank. A y that is the same everywhere follows no x and has 0.
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  checkPairs(x, y);
  return pearson(ranks(x), ranks(y));
}

/** Pearson's correlation of y with x. A y that is the same everywhere follows no x and has 0. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  checkPairs(x, y);
  const { xx, xy, yy } = moments(x, y);
  return yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/** The slope of the least-squares line of y on x, in units of y per unit of x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  checkPairs(x, y);
  const { xx, xy } = moments(x, y);
  return xy / xx;
}

/** Ranks from 1, smallest first; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const upwards = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const result = new Array<number>(values.length);
  for (let start = 0; start < upwards.length;) {
    let end = start + 1;
    while (end < upwards.length && values[upwards[end]] === values[upwards[start]]) end++;
    for (let k = start; k < end; k++) result[upwards[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/** Sums of squares and products of the deviations from the means. */
export function moments(
  x: readonly number[],
  y: readonly number[],
): { xx: number; xy: number; yy: number } {
  const xMean = mean(x);
  const yMean = mean(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  x.forEach((value, i) => {
    xx += (value - xMean) * (value - xMean);
    xy += (value - xMean) * (y[i] - yMean);
    yy += (y[i] - yMean) * (y[i] - yMean);
  });
  return { xx, xy, yy };
}

/** Throws unless x and y are finite pairs and x varies. */
export function checkPairs(x: readonly number[], y: readonly number[]): void {
  if (x.length !== y.length) {
    throw new UserError(
      `x and y must have the same length, but have ${x.length} and ${y.length} values.`,
    );
  }
  checkSample(x, 2);
  checkSample(y, 2);
  if (x.every((v) => v === x[0])) {
    throw new UserError(
      `All ${x.length} values of x are ${x[0]}, but a trend needs at least two different ones.`,
    );
  }
}
