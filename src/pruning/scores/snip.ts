import type { Mode } from '../../engine/engine.js';
import { meanGradients } from '../../engine/evidence/gradients.js';
import { prunableSpecs } from '../../models/model.js';
import { batchOf, networkOf } from '../evidence.js';
import type { Scorer } from '../scorer.js';
import { averageOver, type Averaging } from './batches.js';

export interface SnipOptions {
  /** Whose statistics normalisations use; `eval` when left out, as in the official code. */
  readonly mode?: Mode;
  /** Of scoring batches larger than the network's; `examples` when left out. */
  readonly averaging?: Averaging;
}

/**
 * Keeps the weights to whose presence the loss is most sensitive.
 *
 * s = |dL/dm| = |g theta|, g = dL/d(m theta) at the current mask m (Lee et al. 2019, eq. 5), L the mean
 * loss over the scoring batch. The paper divides by the sum of all s; only the order matters, so we do
 * not. A pruned weight has a score too, what it would bring if it came back, which counts only where
 * regrowth is allowed.
 */
export function makeSnip({ mode = 'eval', averaging = 'examples' }: SnipOptions = {}): Scorer {
  const name = mode === 'eval' ? 'snip' : `snip-${mode}`;
  return {
    name,
    needs: 'gradients',
    score: (model, parameters, _mask, evidence) => {
      const network = networkOf(evidence, name);
      const batch = batchOf(evidence, name);
      const gradients = averageOver(batch, network, averaging, (examples) =>
        meanGradients(network, batch.data, examples, { mode }),
      );
      return Object.fromEntries(
        prunableSpecs(model).map((spec) => {
          const weights = parameters[spec.name];
          return [spec.name, gradients[spec.name].map((g, i) => Math.abs(g * weights[i]))];
        }),
      );
    },
  };
}
