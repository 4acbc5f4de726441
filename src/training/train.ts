import { UserError } from '../errors.js';
import type { Dataset } from '../data/dataset.js';
import type { Network } from '../engine/engine.js';
import { type Rng, shuffle } from '../math/rng.js';

export interface TrainOptions {
  readonly data: Dataset;
  /** Examples to train on. */
  readonly examples: Int32Array;
  /** Stream of the data order: the examples are shuffled anew for every epoch. */
  readonly order: Rng;
  readonly learningRate: number;
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
  const { data, examples, order, learningRate, from = 0, to, after } = options;
  const { batchSize } = network;
  const perEpoch = iterationsPerEpoch(examples.length, batchSize);
  const shuffled = examples.slice();
  for (let epoch = 0; epoch < Math.floor(from / perEpoch); epoch++) shuffle(shuffled, order);
  after(from);
  for (let iteration = from; iteration < to; iteration++) {
    const batch = iteration % perEpoch;
    if (batch === 0 || iteration === from) shuffle(shuffled, order);
    const start = batch * batchSize;
    const count = Math.min(batchSize, shuffled.length - start);
    const loss = network.trainStep(data, shuffled, start, count, learningRate);
    if (!Number.isFinite(loss)) throw diverged(iteration + 1, loss, learningRate);
    after(iteration + 1);
  }
}

function diverged(iteration: number, loss: number, learningRate: number): UserError {
  return new UserError(
    `Training diverged: at iteration ${iteration}, with learning rate ${learningRate}, ` +
      `the loss is ${loss}. Try a smaller learning rate.`,
  );
}
