import type { Dataset } from '../../data/dataset.js';
import { stream } from '../../math/rng.js';
import type { Augmentation } from '../engine.js';
import { movePicture } from '../moved-picture.js';
import type { Images, TensorFlow } from './tensorflow.js';

/**
 * The given examples as a network sees them, [examples, C, H, W]: moved, mirrored, and their bytes
 * standardised.
 */
export function feed(
  data: Dataset,
  examples: Int32Array,
  augmentation?: Augmentation,
): Float32Array {
  const [channels, height, width] = data.shape;
  const plane = height * width;
  const batch = new Float32Array(examples.length * channels * plane);
  examples.forEach((example, i) => {
    for (let channel = 0; channel < channels; channel++) {
      const source = (example * channels + channel) * plane;
      const pixels = data.images.subarray(source, source + plane);
      const target = (i * channels + channel) * plane;
      const to = batch.subarray(target, target + plane);
      if (augmentation === undefined) to.set(pixels);
      else movePicture(pixels, to, height, width, augmentation, i);
      if (data.images instanceof Uint8Array) standardise(to, data, channel);
    }
  });
  return batch;
}

/** From a byte p to (p / 255 - mean) / deviation. */
function standardise(pixels: Float32Array, { mean, deviation }: Dataset, channel: number): void {
  const scale = 1 / (255 * deviation[channel]);
  const shift = -mean[channel] / deviation[channel];
  for (let k = 0; k < pixels.length; k++) pixels[k] = pixels[k] * scale + shift;
}

/** What selects the masks of a network's dropout layers. */
export interface DropoutDraw {
  readonly seed: number;
  /** Training steps made so far: masks change from step to step. */
  readonly step: number;
}

/**
 * Zeros with probability `rate`, 1 / (1 - rate) elsewhere.
 *
 * Each layer and step has a random stream of its own, so they are the same on every backend. (But
 * the wasm engine draws others.)
 */
export function dropoutMask(
  tf: TensorFlow,
  { seed, step }: DropoutDraw,
  layer: string,
  rate: number,
  shape: Images['shape'],
): Images {
  const rng = stream(seed, `dropout/${layer}/${step}`);
  const limit = rate * 4294967296;
  const scale = 1 / (1 - rate);
  const size = shape.reduce((a, b) => a * b, 1);
  const mask = Float32Array.from({ length: size }, () => (rng.uint32() < limit ? 0 : scale));
  return tf.tensor4d(mask, shape);
}
