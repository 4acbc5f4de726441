import type { Dataset } from '../../data/dataset.js';
import { type Parameters, prunableSpecs } from '../../models/model.js';
import type { Mode, Network } from '../engine.js';

/** What of a network gathering gradients needs. */
export type GradientSource = Pick<
  Network,
  'model' | 'batchSize' | 'load' | 'parameters' | 'gradients'
>;

export interface GradientOptions {
  /**
   * Whose statistics normalisations use; `eval` when left out. In `train` mode they are those of
   * each batch of the network's `batchSize`, so that the batches matter.
   */
  readonly mode?: Mode;
  /**
   * Whether the mean is taken over the examples, or within each batch of the network's `batchSize`
   * and the means are then summed, as the official SNIP, GraSP and SynFlow code do. `averaged` when
   * left out; where the batches are equally large, only a factor differs.
   */
  readonly batches?: 'averaged' | 'summed';
}

/** Sums of many float32 gradients, by parameter name. */
type Sums = Record<string, Float64Array>;

/** Shows `visit` the batches of the network's size, and the share of each in the result. */
export function forEachBatch(
  { batchSize }: Pick<Network, 'batchSize'>,
  { length }: Int32Array,
  batches: 'averaged' | 'summed',
  visit: (start: number, count: number, share: number) => void,
): void {
  for (let start = 0; start < length; start += batchSize) {
    const count = Math.min(batchSize, length - start);
    visit(start, count, batches === 'summed' ? 1 : count / length);
  }
}

/**
 * d(mean loss over `examples`)/d(trainable parameters); zero at pruned weights.
 *
 * The examples are taken in batches of the network's `batchSize`, and the batches' mean gradients
 * are averaged by the examples in each, or summed.
 */
export function meanGradients(
  network: GradientSource,
  data: Dataset,
  examples: Int32Array,
  { mode = 'eval', batches = 'averaged' }: GradientOptions = {},
): Parameters {
  if (examples.length <= network.batchSize) {
    return network.gradients(data, examples, 0, examples.length, mode);
  }
  const sums: Sums = {};
  forEachBatch(network, examples, batches, (start, count, share) => {
    const gradients = network.gradients(data, examples, start, count, mode);
    for (const [name, values] of Object.entries(gradients)) {
      const sum = (sums[name] ??= new Float64Array(values.length));
      for (let i = 0; i < values.length; i++) sum[i] += share * values[i];
    }
  });
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, Float32Array.from(sum)]),
  );
}

/**
 * g * w for every prunable parameter, with g the gradient of the mean loss over `examples`.
 *
 * That is d(loss)/d(c) at c = 1 when every weight w is replaced by c w: the connection sensitivity of
 * SNIP is its size (Lee et al. 2019, eq. 5).
 */
export function gradientTimesWeight(
  network: GradientSource,
  data: Dataset,
  examples: Int32Array,
  options: GradientOptions = {},
): Parameters {
  const gradients = meanGradients(network, data, examples, options);
  const weights = network.parameters();
  return Object.fromEntries(
    prunableSpecs(network.model).map(({ name }) => [
      name,
      gradients[name].map((g, i) => g * weights[name][i]),
    ]),
  );
}

/**
 * Shows `visit` the gradient of the loss of one example after the other, with the example's place in
 * `examples`.
 *
 * In `train` mode every example is a batch of its own.
 */
export function perSampleGradients(
  network: Pick<Network, 'gradients'>,
  data: Dataset,
  examples: Int32Array,
  visit: (gradients: Parameters, place: number) => void,
  { mode = 'eval' }: GradientOptions = {},
): void {
  for (let place = 0; place < examples.length; place++) {
    visit(network.gradients(data, examples, place, 1, mode), place);
  }
}
