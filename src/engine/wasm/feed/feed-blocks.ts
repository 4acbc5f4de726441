import { roundUp } from '../memory/arena.js';
import type { Kernels } from '../kernels.js';
import { createStaging, type Feed, type StagingPlaces } from './staging.js';
import {
  blockBytes,
  interiorOffset,
  lineBytes,
  pixelBytes,
  ROW_BYTES,
  type Tensor,
} from '../memory/tensor.js';

/**
 * Feeds pictures into `input`, a tensor in blocks: staged, moved if they are to be, standardised and
 * transposed. Writes the pixels of the lanes in use, rounded up to a multiple of 4, and no halo.
 */
export function createBlockFeed(
  input: Tensor,
  kernels: Kernels,
  places: StagingPlaces,
  buffer: ArrayBuffer,
): Feed {
  const stage = createStaging(kernels, places, buffer);
  const [channels, height, width] = input.shape;
  const interior = input.values + interiorOffset(input);
  const block = blockBytes(input);
  const line = lineBytes(input);
  const pixel = pixelBytes(input);

  return (data, order, start, count, augmentation) => {
    const { pixelSize, rowBytes, scales, shifts } = stage(data, order, start, count, augmentation);
    const lanes = roundUp(count, 4);
    for (let channel = 0; channel < channels; channel++) {
      const from = places.staged + channel * height * width * pixelSize;
      const to = interior + channel * ROW_BYTES;
      if (pixelSize === 4) {
        kernels.feedBlockFloats(from, rowBytes, lanes, height, width, to, block, line, pixel);
      } else {
        kernels.feedBlockBytes(
          from,
          rowBytes,
          lanes,
          height,
          width,
          scales[channel],
          shifts[channel],
          to,
          block,
          line,
          pixel,
        );
      }
    }
  };
}
