import { UserError } from '../errors.js';
import { normalCdf, normalQuantile } from './normal.js';
import type { Rng } from './rng.js';
import { checkConfidence, checkSample, mean, quantileOfSorted } from './statistics.js';

export interface BootstrapOptions {
  readonly rng: Rng;
  readonly confidence?: number;
  readonly resamples?: number;
  /** `bca` corrects the percentiles for bias and skewness (Efron 1987). */
  readonly method?: 'percentile' | 'bca';
}

/** The bootstrap confidence interval of the mean. Needs two values. */
export function bootstrapInterval(
  values: readonly number[],
  { rng, confidence = 0.95, resamples = 10_000, method = 'bca' }: BootstrapOptions,
): readonly [low: number, high: number] {
  checkConfidence(confidence);
  checkSample(values, 2);
  if (!(Number.isSafeInteger(resamples) && resamples >= 100)) {
    throw new UserError(`A bootstrap needs at least 100 resamples, but got ${resamples}.`);
  }
  if (values.every((v) => v === values[0])) return [values[0], values[0]];
  const means = resampledMeans(values, resamples, rng).sort();
  const tail = (1 - confidence) / 2;
  const level = method === 'bca' ? acceleratedLevel(values, means) : (q: number): number => q;
  return [quantileOfSorted(means, level(tail)), quantileOfSorted(means, level(1 - tail))];
}

function resampledMeans(values: readonly number[], resamples: number, rng: Rng): Float64Array {
  const n = values.length;
  return new Float64Array(resamples).map(() => {
    let sum = 0;
    for (let draw = 0; draw < n; draw++) sum += values[rng.below(n)];
    return sum / n;
  });
}

/**
 * The percentile to read instead of q: Phi(z0 + (z0 + z_q) / (1 - a (z0 + z_q))), where z0 measures
 * the bias of the resampled means and a their skewness (Efron 1987, eq. 2.3 and 6.6).
 */
function acceleratedLevel(
  values: readonly number[],
  means: Float64Array,
): (quantile: number) => number {
  const centre = mean(values);
  let below = 0;
  let upTo = 0;
  for (const m of means) {
    if (m < centre) below++;
    if (m <= centre) upTo++;
  }
  const bias = normalQuantile((below + upTo) / (2 * means.length));
  let squares = 0;
  let cubes = 0;
  for (const v of values) {
    const d = v - centre;
    squares += d * d;
    cubes += d * d * d;
  }
  const acceleration = cubes / (6 * squares * Math.sqrt(squares));
  return (quantile) => {
    const z = bias + normalQuantile(quantile);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}
