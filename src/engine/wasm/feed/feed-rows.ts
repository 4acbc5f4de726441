import { roundUp } from '../memory/arena.js';
import type { Kernels } from '../kernels.js';
import { createStaging, type Feed, type StagingPlaces } from './staging.js';
import { features, rowStride, type Tensor } from '../memory/tensor.js';

/** Feeds pictures into `input`, a tensor in rows: staged, moved, standardised and transposed. */
export function createRowFeed(
  input: Tensor,
  batchSize: number,
  kernels: Kernels,
  places: StagingPlaces,
  buffer: ArrayBuffer,
): Feed {
  const stage = createStaging(kernels, places, buffer);
  const stride = rowStride(batchSize);
  const [channels, height, width] = input.shape;
  const pixels = height * width;

  return (data, order, start, count, augmentation) => {
    const { pixelSize, rowBytes, scales, shifts } = stage(data, order, start, count, augmentation);
    const { staged } = places;
    const lanes = roundUp(count, 4);
    if (pixelSize === 4) {
      kernels.feedFloats(staged, rowBytes, features(input), lanes, input.values, stride);
      return;
    }
    for (let channel = 0; channel < channels; channel++) {
      const from = channel * pixels;
      kernels.feedBytes(
        staged,
        rowBytes,
        from,
        from + pixels,
        scales[channel],
        shifts[channel],
        lanes,
        input.values,
        stride,
      );
    }
  };
}
