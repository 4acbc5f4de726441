import type { Rng } from '../math/rng.js';
import type { Model, Parameters } from '../models/model.js';
import type { Mask } from '../models/mask.js';

/** How much each weight matters, by parameter name: larger = keep, always. */
export type Scores = Readonly<Record<string, Float32Array>>;

/** What a scorer may look at besides the weights. */
export interface Evidence {
  /** The `pruning` stream of the run. */
  readonly rng: Rng;
}

/**
 * A criterion that scores weights and does nothing else: how many survive, over which scope and in
 * how many rounds are separate values.
 */
export interface Scorer {
  readonly name: string;
  /** What must have happened before: `nothing` scores an untrained net and never reads its weights. */
  readonly needs: 'nothing' | 'weights' | 'gradients' | 'hessian' | 'activations';
  /** A finite score for every prunable weight; those of pruned weights are ignored. */
  score(model: Model, parameters: Parameters, mask: Mask, evidence: Evidence): Scores;
}
