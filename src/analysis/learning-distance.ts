import { checkParameters, type Model, type Parameters, parameterSpecs } from '../models/model.js';

export interface LearningDistanceOptions {
  /** All that is trained, or only what may be pruned: the weights. */
  readonly over?: 'all' | 'prunable';
}

/**
 * How far training went from where it began: D = ||w_init - w_learned||_2 (He et al. 2022, section
 * 3.2), summed in double precision; running statistics are measured, not learned, and never count.
 *
 * In the paper w_init is the dense net's first vector at every density, and a pruned weight counts as
 * 0 in w_learned: hand in `applyMask(learned, mask)`, for what is stored under a mask need not be 0.
 * So D holds the norm of the first values of all that was pruned. The published code has no such
 * measure; its penalty on the distance is D^2 from where the level began, with both ends masked, so
 * that pruned weights add nothing (for fine-tuning and learning-rate rewinding a level begins where
 * the last one ended). Mask both ends to get that. Throws a `UserError` unless both are `model`'s.
 */
export function learningDistance(
  model: Model,
  initial: Parameters,
  learned: Parameters,
  { over = 'all' }: LearningDistanceOptions = {},
): number {
  checkParameters(model, initial);
  checkParameters(model, learned);
  let squares = 0;
  for (const { name, trainable, prunable } of parameterSpecs(model)) {
    if (over === 'prunable' ? prunable : trainable)
      squares += squared(initial[name], learned[name]);
  }
  return Math.sqrt(squares);
}

function squared(from: Float32Array, to: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < from.length; i++) {
    const step = to[i] - from[i];
    sum += step * step;
  }
  return sum;
}
