import type { Mode } from '../../engine/engine.js';
import { type GradientOptions, meanGradients } from '../../engine/evidence/gradients.js';
import { heated } from '../../engine/evidence/heated.js';
import { hessianVectorProduct } from '../../engine/evidence/hessian.js';
import { applyMask } from '../../models/mask.js';
import { prunableSpecs } from '../../models/model.js';
import { batchOf, networkOf } from '../evidence.js';
import type { Scorer } from '../scorer.js';

export interface GraspOptions extends GradientOptions {
  /** What the logits are divided by; 200 when left out, as in the official code. */
  readonly temperature?: number;
  /** Whose statistics normalisations use; `train` when left out, as in the official code. */
  readonly mode?: Mode;
  /**
   * 1, Wang's sign, when left out: keep the weights without which gradient flow would suffer. -1 keeps
   * those that he removes, `absolute` those that matter in either direction (Frankle et al. 2021).
   */
  readonly sign?: 1 | -1 | 'absolute';
}

/**
 * Keeps the weights whose removal would reduce the norm of the gradient most.
 *
 * s = sign * theta (H g): g and H are gradient and Hessian of the mean loss over the scoring batch, of
 * logits / T, with respect to the surviving weights. Wang et al. (2020) call -theta (H g) the
 * score and remove the weights with the largest, so with larger = keep the sign turns round. Their
 * code divides by the sum and draws the last layer anew for scoring; we do neither. Pruned weights
 * score zero. The network must be compiled with `holdGates` (see `hessianVectorProduct`).
 */
export function makeGrasp(options: GraspOptions = {}): Scorer {
  const { temperature = 200, mode = 'train', sign = 1, batches = 'averaged' } = options;
  const name = nameOf(temperature, mode, sign);
  const signed = sign === 'absolute' ? Math.abs : (value: number): number => sign * value;
  return {
    name,
    needs: 'hessian',
    score: (model, parameters, mask, evidence) => {
      const { data, examples } = batchOf(evidence, name);
      const hot = heated(networkOf(evidence, name), temperature);
      try {
        const gradients = meanGradients(hot, data, examples, { mode, batches });
        const direction = applyMask(
          Object.fromEntries(prunableSpecs(model).map((spec) => [spec.name, gradients[spec.name]])),
          mask,
        );
        const products = hessianVectorProduct(hot, data, examples, direction, { mode, batches });
        return Object.fromEntries(
          Object.entries(mask).map(([key, bits]) => {
            const weights = parameters[key];
            const product = products[key];
            return [key, weights.map((w, i) => (bits[i] === 0 ? 0 : signed(w * product[i])))];
          }),
        );
      } finally {
        hot.restore();
      }
    },
  };
}

/** `grasp`, and whatever differs from the official code. */
function nameOf(temperature: number, mode: Mode, sign: 1 | -1 | 'absolute'): string {
  const parts = ['grasp'];
  if (mode !== 'train') parts.push(mode);
  if (sign === -1) parts.push('inverted');
  if (sign === 'absolute') parts.push('absolute');
  if (temperature !== 200) parts.push(`t${temperature}`);
  return parts.join('-');
}
