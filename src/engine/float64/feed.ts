import type { Dataset } from '../../data/dataset.js';
import type { Augmentation } from '../engine.js';
import { movePicture } from '../moved-picture.js';

/**
 * The given examples in double precision, [examples, C, H, W]: moved, mirrored, and bytes p
 * standardised to (p / 255 - mean) / deviation.
 */
export function feed64(
  { images, shape, mean, deviation }: Dataset,
  examples: Int32Array,
  augmentation?: Augmentation,
): Float64Array {
  const [channels, height, width] = shape;
  const plane = height * width;
  const batch = new Float64Array(examples.length * channels * plane);
  examples.forEach((example, i) => {
    for (let c = 0; c < channels; c++) {
      const start = (example * channels + c) * plane;
      const pixels = images.subarray(start, start + plane);
      const to = batch.subarray((i * channels + c) * plane, (i * channels + c + 1) * plane);
      if (augmentation === undefined) to.set(pixels);
      else movePicture(pixels, to, height, width, augmentation, i);
      if (images instanceof Float32Array) continue;
      for (let k = 0; k < plane; k++) to[k] = (to[k] / 255 - mean[c]) / deviation[c];
    }
  });
  return batch;
}
