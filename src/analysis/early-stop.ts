/** Where a training run should have been stopped, seen afterwards. */
export interface EarlyStop {
  /** Index into the curve. */
  readonly index: number;
  /** Whether the minimum is at the end, so that longer training might have moved it. */
  readonly censored: boolean;
}

/**
 * The point of minimum validation loss, the loss being smoothed by a centred running mean.
 *
 * The mean is over `window` points (an odd number; fewer at the ends); the first of equal minima
 * wins. Frankle & Carbin (2019, section 1) take the bare minimum on 5,000 validation images; with
 * fewer images the curve is noisier, hence the mean, the same for every arm.
 */
export function earlyStop(validationLoss: readonly number[], window: number): EarlyStop {
  if (validationLoss.length === 0) throw new RangeError('An empty curve has no minimum.');
  if (!Number.isInteger(window) || window < 1 || window % 2 === 0) {
    throw new RangeError(`The window must be an odd number of points, but got ${window}.`);
  }
  const half = (window - 1) / 2;
  let index = 0;
  let least = Infinity;
  for (let i = 0; i < validationLoss.length; i++) {
    const near = validationLoss.slice(Math.max(0, i - half), i + half + 1);
    const mean = near.reduce((a, b) => a + b, 0) / near.length;
    if (mean < least) {
      least = mean;
      index = i;
    }
  }
  return { index, censored: index === validationLoss.length - 1 };
}
