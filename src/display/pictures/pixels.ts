import { UserError } from '../../errors.js';
import { type Numbers, type TensorSource, toValues } from '../values.js';
import type { Bitmap } from './png.js';

export interface PixelOptions {
  /**
   * Whether channels come first or last in the shape. If not given: first, unless only the last
   * number of the shape can be that of channels.
   */
  readonly layout?: 'channels-first' | 'channels-last';
  /**
   * The values of black and white. If not given: 0 and 255 for bytes, 0 and 1 for floats that lie
   * between, else the smallest and the largest.
   */
  readonly range?: readonly [number, number];
  /** Draws large values dark, as ink on paper. */
  readonly invert?: boolean;
}

/** Numbers as a bitmap: [height, width], or with 1 or 3 channels before or behind. */
export function toBitmap(source: TensorSource, options: PixelOptions = {}): Bitmap {
  const { values, shape } = toValues(source);
  const { height, width, channels, last } = geometry(shape, options.layout);
  const [black, white] = options.range ?? naturalRange(values);
  const factor = 255 / (white - black || 1);
  const pixels = height * width;
  const bytes = new Uint8Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = last ? pixel * channels + channel : channel * pixels + pixel;
      const level = Math.min(255, Math.max(0, Math.round((values[at] - black) * factor)));
      bytes[pixel * channels + channel] = options.invert === true ? 255 - level : level;
    }
  }
  return { height, width, channels, bytes };
}

/** The values of black and white that `values` suggest. */
export function naturalRange(values: Numbers): readonly [number, number] {
  if (values instanceof Uint8Array || values instanceof Uint8ClampedArray) return [0, 255];
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low >= 0 && high <= 1 ? [0, 1] : [low, high];
}

const isDepth = (n: number): n is 1 | 3 => n === 1 || n === 3;

function geometry(shape: readonly number[], layout: PixelOptions['layout']) {
  const whole = shape.length === 2 ? [1, ...shape] : shape;
  const [first, second, third] = whole;
  if (whole.length === 3 && layout !== 'channels-last' && isDepth(first)) {
    return { channels: first, height: second, width: third, last: false };
  }
  if (whole.length === 3 && layout !== 'channels-first' && isDepth(third)) {
    return { channels: third, height: first, width: second, last: true };
  }
  throw new UserError(
    `A picture has the shape [height, width], or with 1 or 3 channels before or behind, ` +
      `but this one has [${shape.join(', ')}]. Give one example at a time.`,
  );
}
