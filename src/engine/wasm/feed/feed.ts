import type { Dataset } from '../../../data/dataset.js';
import type { Model } from '../../../models/model.js';
import { type Arena, roundUp } from '../memory/arena.js';
import { checkDataset } from '../../checks.js';
import { createBlockFeed } from './feed-blocks.js';
import { createRowFeed } from './feed-rows.js';
import type { Kernels, Pointer } from '../kernels.js';
import { type Feed, reserveStaging, type StagingPlaces } from './staging.js';
import type { Tensor } from '../memory/tensor.js';

/** Where examples and their labels go. */
export interface FeedPlaces extends StagingPlaces {
  /** int32 per lane. */
  readonly labels: Pointer;
}

export function reserveFeed(arena: Arena, input: Tensor, batchSize: number): FeedPlaces {
  return {
    ...reserveStaging(arena, input, batchSize),
    labels: arena.reserve('labels', roundUp(batchSize, 4) * 4),
  };
}

/** Feeds examples and their labels, whichever layout the input has. */
export function createFeed(
  model: Model,
  input: Tensor,
  batchSize: number,
  kernels: Kernels,
  places: FeedPlaces,
  buffer: ArrayBuffer,
): Feed {
  const feed =
    input.layout === 'rows'
      ? createRowFeed(input, batchSize, kernels, places, buffer)
      : createBlockFeed(input, kernels, places, buffer);
  const labels = new Int32Array(buffer, places.labels, batchSize);
  let checked: Dataset | undefined;
  return (data, order, start, count, augmentation) => {
    if (data !== checked) checkDataset(model, data);
    checked = data;
    feed(data, order, start, count, augmentation);
    for (let i = 0; i < count; i++) labels[i] = data.labels[order[start + i]];
  };
}
