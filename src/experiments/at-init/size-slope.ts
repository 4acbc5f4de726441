import { inverseSizeSlope, type LayerAverage } from '../../analysis/layer-scores.js';
import { sixDigits } from '../settings.js';

/**
 * `inverseSizeSlope` as rows hold it; null where there is none: all layers have the same size, or one
 * has an average of zero.
 */
export function sizeSlope(layers: readonly LayerAverage[]): number | null {
  const sameSize = layers.every(({ size }) => size === layers[0].size);
  const noLogarithm = layers.some(({ average }) => !(average > 0 && average < Infinity));
  return sameSize || noLogarithm ? null : sixDigits(inverseSizeSlope(layers));
}
