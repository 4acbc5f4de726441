import type { Network } from '../../engine/engine.js';
import type { Parameters } from '../../models/model.js';
import type { ScoringBatch } from '../scorer.js';

/**
 * What is averaged when a scoring batch is larger than the network's `batchSize`: all its `examples`
 * alike; or the means of its `batches`, so that an example in a smaller last one weighs more.
 *
 * The authors of SynFlow sum the batches' mean gradients, which is the second up to a factor. Where
 * all batches are equally large, both are the same.
 */
export type Averaging = 'examples' | 'batches';

/** The mean over a scoring batch of what `mean` gives for some of its examples. */
export function averageOver(
  { examples }: ScoringBatch,
  { batchSize }: Pick<Network, 'batchSize'>,
  averaging: Averaging,
  mean: (examples: Int32Array) => Parameters,
): Parameters {
  if (averaging === 'examples' || examples.length <= batchSize) return mean(examples);
  const batches = Math.ceil(examples.length / batchSize);
  const sums: Record<string, Float32Array> = {};
  for (let start = 0; start < examples.length; start += batchSize) {
    const part = mean(examples.subarray(start, start + batchSize));
    for (const [name, values] of Object.entries(part)) {
      const sum = (sums[name] ??= new Float32Array(values.length));
      for (let i = 0; i < values.length; i++) sum[i] += values[i] / batches;
    }
  }
  return sums;
}
