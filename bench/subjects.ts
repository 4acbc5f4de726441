// What the benchmarks train: noise under random masks.
import { type Dataset, makeDataset, sharedBytes } from '../src/data/dataset.js';
import { stream } from '../src/math/rng.js';
import type { Mask } from '../src/models/mask.js';
import { inputSize, type Model, prunableSpecs } from '../src/models/model.js';

export function syntheticImages(model: Model, examples: number): Dataset {
  const rng = stream(1, 'images');
  const images = sharedBytes(examples * inputSize(model));
  for (let i = 0; i < images.length; i++) images[i] = rng.below(256);
  const labels = sharedBytes(examples);
  for (let i = 0; i < examples; i++) labels[i] = rng.below(model.numClasses);
  const channels = model.inputShape[0];
  return makeDataset({
    name: 'noise',
    split: 'train',
    images,
    labels,
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: new Array<number>(channels).fill(0.5),
    deviation: new Array<number>(channels).fill(0.29),
  });
}

/** Random weights survive, as many in every layer; in the last layer twice as many. */
export function randomMask(model: Model, density: number): Mask {
  const rng = stream(1, `mask ${density}`);
  const specs = prunableSpecs(model);
  return Object.fromEntries(
    specs.map(({ name, size }, i) => {
      const here = i === specs.length - 1 ? 2 * density : density;
      return [name, Uint8Array.from({ length: size }, () => (rng.uniform() < here ? 1 : 0))];
    }),
  );
}
