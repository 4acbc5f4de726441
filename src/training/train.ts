import { UserError } from '../errors.js';
import type { Dataset } from '../data/dataset.js';
import type { Network } from '../engine/engine.js';
import { type Rng, shuffle } from '../math/rng.js';
import { type AugmentOptions, createAugmenter } from './augment.js';

export interface TrainOptions {
  readonly data: Dataset;
  /** Examples to train on. */
  readonly examples: Int32Array;
  /** Stream of the data order: the examples are shuffled anew for every epoch. */
  readonly order: Rng;
  /** The same all along, or that of iteration i, counted from 0 (see `learning-rate.ts`). */
  readonly learningRate: number | ((iteration: number) => number);
  /** How pictures are varied, and the stream that says how each is; not at all when left out. */
  readonly augment?: AugmentOptions & { readonly rng: Rng };
  /** Train iterations `from` + 1 to `to`. A later start skips the batches before it. */
  readonly from?: number;
  readonly to: number;
  /** Called with `from` before the first iteration, and with its number after each. */
  readonly after: (iteration: number) => void;
}

/** Batches in one pass over the examples; the last one may be smaller. */
export function iterationsPerEpoch(examples: number, batchSize: number): number {
  return Math.ceil(examples / batchSize);
}

/**
 * Trains a network that has its parameters loaded.
 *
 * Throws a `UserError` with the iteration and the learning rate as soon as a loss is not finite.
 */
export function train(network: Network, options: TrainOptions): void {
  const { data, examples, order, learningRate, augment, from = 0, to, after } = options;
  const { batchSize } = network;
  const perEpoch = iterationsPerEpoch(examples.length, batchSize);
  const epochsBefore = Math.floor(from / perEpoch);
  const shuffled = examples.slice();
  for (let epoch = 0; epoch < epochsBefore; epoch++) shuffle(shuffled, order);
  const augmenter = augment && createAugmenter(batchSize, augment.rng, augment);
  augmenter?.skip(epochsBefore * examples.length + (from % perEpoch) * batchSize);
  after(from);
  for (let iteration = from; iteration < to; iteration++) {
    const batch = iteration % perEpoch;
    if (batch === 0 || iteration === from) shuffle(shuffled, order);
    const start = batch * batchSize;
    const count = Math.min(batchSize, shuffled.length - start);
    const rate = typeof learningRate === 'number' ? learningRate : learningRate(iteration);
    const loss = network.trainStep(data, shuffled, start, count, rate, augmenter?.draw(count));
    if (!Number.isFinite(loss)) throw diverged(iteration + 1, loss, rate);
    after(iteration + 1);
  }
}

function diverged(iteration: number, loss: number, learningRate: number): UserError {
  return new UserError(
    `Training diverged: at iteration ${iteration}, with learning rate ${learningRate}, ` +
      `the loss is ${loss}. Try a smaller learning rate.`,
  );
}
