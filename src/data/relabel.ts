import { type Rng, shuffle } from '../math/rng.js';
import { type Dataset, makeDataset } from './dataset.js';

/**
 * The same pictures with labels drawn anew, uniformly over the classes (Zhang et al. 2017, section 2).
 *
 * A label may come out as it was.
 */
export function randomLabels(data: Dataset, rng: Rng): Dataset {
  const labels = data.labels.map(() => rng.below(data.numClasses));
  return makeDataset({ ...withoutTargets(data), labels });
}

/**
 * The same labels with the pixels of every picture in an order of its own (Su et al. 2020, section
 * 3.1): what is left of a picture is how bright it is. A picture's channels are permuted alike.
 */
export function shufflePixels(data: Dataset, rng: Rng): Dataset {
  const [channels, height, width] = data.shape;
  const area = height * width;
  const images = data.images.slice();
  const order = Int32Array.from({ length: area }, (_, i) => i);
  for (let i = 0; i < data.size; i++) {
    shuffle(order, rng);
    for (let channel = 0; channel < channels; channel++) {
      const start = (i * channels + channel) * area;
      for (let pixel = 0; pixel < area; pixel++) {
        images[start + pixel] = data.images[start + order[pixel]];
      }
    }
  }
  return makeDataset({ ...data, images });
}

/** The same data set for losses that compare outputs with the labels alone. */
export function withoutTargets(data: Dataset): Omit<Dataset, 'targets'> {
  const rest: { -readonly [Part in keyof Dataset]: Dataset[Part] } = { ...data };
  delete rest.targets;
  return rest;
}
