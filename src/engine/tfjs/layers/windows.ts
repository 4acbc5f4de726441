// Layers that slide a window over an image: convolutions and pools.
import { type Conv2dLayer, paddingOf, type PoolLayer } from '../../../models/layer.js';
import { outputShape } from '../../../models/shapes.js';
import type { Images, Tensor, TensorFlow } from '../tensorflow.js';

/** Below every value that a maximum will meet. (WGSL has no infinities.) */
const LOWEST = -3.4e38;

/**
 * A convolution with filter [kernel, kernel, inputs / groups, channels], without its bias.
 *
 * TensorFlow.js has no gradients of dilated and of grouped convolutions. So filters are dilated by
 * hand, and groups are convolved one by one.
 */
export function convolve(tf: TensorFlow, layer: Conv2dLayer, x: Images, weight: Tensor): Images {
  const { stride = 1, dilation = 1, groups = 1 } = layer;
  const padded = surround(tf, x, paddingOf(layer));
  const filter = dilate(tf, weight as Images, dilation);
  if (groups === 1) return tf.conv2d(padded, filter, stride, 'valid');
  const filters = tf.split<Images>(filter, groups, 3);
  const outputs = tf
    .split<Images>(padded, groups, 3)
    .map((part, g) => tf.conv2d(part, filters[g], stride, 'valid'));
  return tf.concat(outputs, 3);
}

/** Puts dilation - 1 zeros between the entries of a filter, along both sides. */
function dilate(tf: TensorFlow, filter: Images, dilation: number): Images {
  if (dilation === 1) return filter;
  const [kernel, , inputs, channels] = filter.shape;
  const side = kernel * dilation;
  const gap: [number, number] = [0, dilation - 1];
  const rows = tf.pad(tf.reshape(filter, [kernel, 1, kernel * inputs * channels]), [
    [0, 0],
    gap,
    [0, 0],
  ]);
  const both = tf.pad(tf.reshape(rows, [side * kernel, 1, inputs * channels]), [
    [0, 0],
    gap,
    [0, 0],
  ]);
  const used = side - dilation + 1;
  const whole: Images = tf.reshape(both, [side, side, inputs, channels]);
  return tf.slice4d(whole, [0, 0, 0, 0], [used, used, inputs, channels]);
}

/** The largest value or the mean of every window. */
export function pool(tf: TensorFlow, layer: PoolLayer, x: Images): Images {
  const { size, stride = size, padding = 0 } = layer;
  const [, height, width, channels] = x.shape;
  const [, rows, columns] = outputShape(layer, [channels, height, width]);
  const vertical = sideOf(layer, height, rows);
  const horizontal = sideOf(layer, width, columns);
  const overhang = [vertical.overhang, horizontal.overhang] as const;
  if (layer.kind === 'maxPool') {
    return maxPool(tf, surround(tf, x, padding, { overhang, value: LOWEST }), size, stride);
  }
  const means = tf.avgPool(surround(tf, x, padding, { overhang }), size, stride, 'valid');
  const counts = vertical.counts.flatMap((n) => horizontal.counts.map((m) => n * m));
  if (counts.every((n) => n === size * size)) return means;
  const factors = Float32Array.from(counts, (n) => (size * size) / n);
  return tf.mul(means, tf.tensor4d(factors, [1, rows, columns, 1]));
}

/** The largest value of every whole window; its gradient goes to the first of equal values. */
function maxPool(tf: TensorFlow, x: Images, size: number, stride: number): Images {
  if (tf.getBackend() !== 'webgpu') return tf.maxPool(x, size, stride, 'valid');
  // There it goes to the last, which is the first of the image turned by 180 degrees.
  const [examples, height, width, channels] = x.shape;
  const used = (length: number): number => length - ((length - size) % stride);
  const whole: Images = tf.slice4d(
    x,
    [0, 0, 0, 0],
    [examples, used(height), used(width), channels],
  );
  return turned(tf, tf.maxPool(turned(tf, whole), size, stride, 'valid'));
}

function turned(tf: TensorFlow, x: Images): Images {
  return tf.reverse(x, [1, 2]);
}

/** The windows of a pool along one side of an image. */
interface Side {
  /** Pixels by which the last window hangs over the padded image. */
  readonly overhang: number;
  /** How many pixels of each window a mean is over; never those it hangs over, as in PyTorch. */
  readonly counts: readonly number[];
}

function sideOf(layer: PoolLayer, length: number, windows: number): Side {
  const { size, stride = size, padding = 0, countPadding = true } = layer;
  const [first, end] = countPadding ? [-padding, length + padding] : [0, length];
  const counts = Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padding;
    return Math.min(start + size, end) - Math.max(start, first);
  });
  return { overhang: Math.max(0, (windows - 1) * stride + size - length - 2 * padding), counts };
}

/** Puts `padding` pixels on every side of images, and `overhang` more at the bottom and right. */
function surround(
  tf: TensorFlow,
  x: Images,
  padding: number,
  { overhang = [0, 0], value = 0 }: { overhang?: readonly [number, number]; value?: number } = {},
): Images {
  const [bottom, right] = overhang.map((pixels) => padding + pixels);
  if (padding === 0 && bottom === 0 && right === 0) return x;
  const margins: [number, number][] = [
    [0, 0],
    [padding, bottom],
    [padding, right],
    [0, 0],
  ];
  return tf.pad(x, margins, value);
}

/** Means over `count` windows that share out the pixels along one axis, as `adaptiveAveragePool`. */
export function shareOut(tf: TensorFlow, x: Images, axis: 1 | 2, count: number): Images {
  const length = x.shape[axis];
  const means = Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * length) / count);
    const size = Math.ceil(((i + 1) * length) / count) - first;
    const begin = axis === 1 ? [0, first, 0, 0] : [0, 0, first, 0];
    const extent = axis === 1 ? [-1, size, -1, -1] : [-1, -1, size, -1];
    return tf.mean<Images>(tf.slice(x, begin, extent), axis, true);
  });
  return tf.concat(means, axis);
}
