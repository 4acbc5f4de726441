import { type Conv2dLayer, paddingOf } from '../../../models/layer.js';
import type { Place } from '../pass.js';

/** The patches of a picture under a convolution's kernel. */
export interface Patches {
  /** Input channels of a group x kernel x kernel: rows of the matrix of columns. */
  readonly rows: number;
  /** Output pixels: its columns. */
  readonly pixels: number;
  /** Writes the columns of the channels of one group, zeros where the padding is. */
  gather(channels: Float64Array, columns: Float64Array): void;
  /** The transpose of `gather`: adds columns to the channels that they were taken from. */
  scatter(columns: Float64Array, channels: Float64Array): void;
}

/** Lays out a convolution as a product of matrices ("im2col"). */
export function patchesOf(layer: Conv2dLayer, { input, output }: Place): Patches {
  const { kernel, stride = 1, dilation = 1, groups = 1 } = layer;
  const padding = paddingOf(layer);
  const [inputs, height, width] = input;
  const [, lines, across] = output;
  const channelsPerGroup = inputs / groups;
  const pixels = lines * across;

  /** Calls `visit` with every row's output line and the place of the first pixel it reads. */
  const walk = (
    visit: (column: number, pixel: number, first: number, last: number) => void,
  ): void => {
    for (let channel = 0; channel < channelsPerGroup; channel++) {
      for (let tap = 0; tap < kernel * kernel; tap++) {
        const left = (tap % kernel) * dilation - padding;
        const top = Math.floor(tap / kernel) * dilation - padding;
        const first = Math.max(0, Math.ceil(-left / stride));
        const last = Math.min(across - 1, Math.floor((width - 1 - left) / stride));
        for (let line = 0; line < lines; line++) {
          const y = line * stride + top;
          if (y < 0 || y >= height) continue;
          const column = (channel * kernel * kernel + tap) * pixels + line * across;
          visit(column, (channel * height + y) * width + left, first, last);
        }
      }
    }
  };
  return {
    rows: channelsPerGroup * kernel * kernel,
    pixels,
    gather: (channels, columns) => {
      columns.fill(0);
      walk((column, pixel, first, last) => {
        for (let x = first; x <= last; x++) columns[column + x] = channels[pixel + x * stride];
      });
    },
    scatter: (columns, channels) => {
      walk((column, pixel, first, last) => {
        for (let x = first; x <= last; x++) channels[pixel + x * stride] += columns[column + x];
      });
    },
  };
}
