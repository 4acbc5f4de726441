import { UserError } from '../errors.js';

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  checkSample(values, 1);
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  checkSample(values, 1);
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5);
}

/** How far every value is from the median of all. */
export function absoluteDeviations(values: readonly number[]): number[] {
  const centre = median(values);
  return values.map((value) => Math.abs(value - centre));
}

/** The sample standard deviation, with n - 1 in the denominator. Needs two values. */
export function standardDeviation(values: readonly number[]): number {
  checkSample(values, 2);
  const centre = mean(values);
  const squares = values.reduce((sum, v) => sum + (v - centre) * (v - centre), 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** The standard error of the mean, sd / sqrt(n). Needs two values. */
export function standardError(values: readonly number[]): number {
  return standardDeviation(values) / Math.sqrt(values.length);
}

/** first - second, pair by pair: both arms measured on the same seeds, in the same order. */
export function pairedDifferences(first: readonly number[], second: readonly number[]): number[] {
  if (first.length !== second.length) {
    throw new UserError(
      `Paired differences need two lists of the same length, but got ${first.length} and ` +
        `${second.length} values. Give both arms one value per seed.`,
    );
  }
  checkSample(first, 1);
  checkSample(second, 1);
  return first.map((value, i) => value - second[i]);
}

/**
 * Cohen's d_z: the mean of the paired differences in units of their standard deviation.
 *
 * Without any spread it is 0 for a zero mean and infinite otherwise.
 */
export function cohensDz(differences: readonly number[]): number {
  checkSample(differences, 2);
  const centre = mean(differences);
  return centre === 0 ? 0 : centre / standardDeviation(differences);
}

/**
 * The q-quantile of values sorted upwards, linear between order statistics (type 7 of Hyndman &
 * Fan 1996, what R and NumPy do by default).
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Throws unless there are at least `least` values and all of them are finite. */
export function checkSample(values: readonly number[], least: number): void {
  if (values.length < least) {
    throw new UserError(
      `This statistic needs at least ${least} value${least === 1 ? '' : 's'}, but got ` +
        `${values.length}. Run more seeds, or check that the rows were selected rightly.`,
    );
  }
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    throw new UserError(
      `Value ${bad + 1} of ${values.length} is ${values[bad]}, but statistics need finite ` +
        `numbers. Look for a run that diverged or a row that lacks the column.`,
    );
  }
}

/** Throws unless `confidence` lies strictly between 0 and 1. */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new UserError(
      `A confidence level lies between 0 and 1, for example 0.95, but got ${confidence}.`,
    );
  }
}
