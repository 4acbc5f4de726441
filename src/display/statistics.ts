import type { Numbers } from './values.js';

/** What can be said of many numbers in a line. */
export interface Statistics {
  readonly size: number;
  /** Of the finite ones, as all that follow; NaN if there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Root of the mean squared distance from the mean. */
  readonly deviation: number;
  readonly zeros: number;
  /** How many are NaN or infinite. */
  readonly notFinite: number;
}

/** Summary statistics in two passes, without copying. */
export function statistics(values: Numbers): Statistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let zeros = 0;
  let finite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = sum / finite;
  let squares = 0;
  for (const value of values) {
    if (Number.isFinite(value)) squares += (value - mean) * (value - mean);
  }
  return {
    size: values.length,
    min: finite === 0 ? NaN : min,
    max: finite === 0 ? NaN : max,
    mean,
    deviation: Math.sqrt(squares / finite),
    zeros,
    notFinite: values.length - finite,
  };
}

/** How many of `values` lie in each of `bins` equal parts from `min` to `max`. */
export function histogram(values: Numbers, bins: number): number[] {
  const { min, max } = statistics(values);
  const counts = new Array<number>(bins).fill(0);
  const scale = max > min ? bins / (max - min) : 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.floor((value - min) * scale))]++;
  }
  return counts;
}
