import type { Dataset } from '../../data/dataset.js';
import type { Model } from '../../models/model.js';
import type { Augmentation } from '../engine.js';
import { checkIndices } from './checks.js';
import type { Kernels } from './kernels.js';
import { createSource, type FeedPlaces, type Source, stageExamples } from './stage.js';
import { features, rowStride, type Tensor } from './tensor.js';
import { roundUp } from './arena.js';

/** Puts the examples order[start] ... order[start + count - 1] into the network's input. */
export type Feed = (
  data: Dataset,
  order: Int32Array,
  start: number,
  count: number,
  augmentation?: Augmentation,
) => void;

/** Standardises the staged examples and lays them out like the input; `lanes` of them. */
export type Spread = (source: Source, lanes: number) => void;

/**
 * Examples are copied one after the other from shared memory into wasm memory (by words if
 * possible), moved if asked, and standardised and laid out there by a kernel. Lanes without an
 * example see zero bytes, so that a batch never depends on the one before.
 */
export function createFeed(
  model: Model,
  kernels: Kernels,
  input: Tensor,
  places: FeedPlaces,
  buffer: ArrayBuffer,
): Feed {
  const spread = rowSpread(kernels, input, places);
  const labels = new Int32Array(buffer, places.labels, places.lanes);
  const size = features(input) * places.lanes;
  const target = {
    bytes: new Uint8Array(buffer, places.staged, size * 4),
    words: new Int32Array(buffer, places.staged, size),
  };
  let source: Source | undefined;
  return (data, order, start, count, augmentation) => {
    if (source?.data !== data) source = createSource(model, data);
    checkIndices(data, order, start, count);
    for (let i = 0; i < count; i++) labels[i] = data.labels[order[start + i]];
    stageExamples(source, order, start, count, target);
    spread(source, roundUp(count, 4));
  };
}

function rowSpread(kernels: Kernels, input: Tensor, { staged, lanes }: FeedPlaces): Spread {
  const stride = rowStride(lanes);
  const perChannel = input.shape[1] * input.shape[2];
  return ({ data, stagedRow, scales, shifts }, lanes) => {
    if (data.images instanceof Float32Array) {
      kernels.feedFloats(staged, stagedRow, features(input), lanes, input.values, stride);
      return;
    }
    for (let channel = 0; channel < scales.length; channel++) {
      const from = channel * perChannel;
      kernels.feedBytes(
        staged,
        stagedRow,
        from,
        from + perChannel,
        scales[channel],
        shifts[channel],
        lanes,
        input.values,
        stride,
      );
    }
  };
}
