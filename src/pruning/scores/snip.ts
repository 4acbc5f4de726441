import { type GradientOptions, meanGradients } from '../../engine/evidence/gradients.js';
import { prunableSpecs } from '../../models/model.js';
import { batchOf, networkOf } from '../evidence.js';
import type { Scorer } from '../scorer.js';

/**
 * Keeps the weights to whose presence the loss is most sensitive.
 *
 * s = |dL/dm| = |g theta|, g = dL/d(m theta) at the current mask m (Lee et al. 2019, eq. 5), L the mean
 * loss over the scoring batch. The paper divides by the sum of all s; only the order matters, so we do
 * not. Normalisations use running statistics (`mode: 'eval'`) unless told otherwise, as in the
 * official code. A pruned weight has a score too, of what it would do if it came back; it counts only
 * where regrowth is allowed.
 */
export function makeSnip(options: GradientOptions = {}): Scorer {
  const { mode = 'eval' } = options;
  const name = mode === 'eval' ? 'snip' : `snip-${mode}`;
  return {
    name,
    needs: 'gradients',
    score: (model, parameters, _mask, evidence) => {
      const network = networkOf(evidence, name);
      const { data, examples } = batchOf(evidence, name);
      const gradients = meanGradients(network, data, examples, options);
      return Object.fromEntries(
        prunableSpecs(model).map((spec) => {
          const weights = parameters[spec.name];
          return [spec.name, gradients[spec.name].map((g, i) => Math.abs(g * weights[i]))];
        }),
      );
    },
  };
}
