import type { Dataset } from '../data/dataset.js';
import type { Network } from '../engine/engine.js';
import type { Rng } from '../math/rng.js';
import type { Model, Parameters } from '../models/model.js';
import type { Mask } from '../models/mask.js';

/** How much each weight matters, by parameter name: larger = keep, always. */
export type Scores = Readonly<Record<string, Float32Array>>;

/** The examples that a scorer by gradients looks at. */
export interface ScoringBatch {
  readonly data: Dataset;
  /** Places in `data`. */
  readonly examples: Int32Array;
}

/** What a scorer may look at besides the weights. */
export interface Evidence {
  /** The `pruning` stream of the run. */
  readonly rng: Rng;
  /**
   * The net that is pruned, compiled without a mask, for scorers that need more than weights. It has
   * m * theta loaded when a scorer is called, and must have it when the scorer returns.
   */
  readonly network?: Network;
  /** For scorers that need gradients of the loss. */
  readonly batch?: ScoringBatch;
}

/**
 * A criterion that scores weights and does nothing else: how many survive, over which scope and in
 * how many rounds are separate values.
 */
export interface Scorer {
  readonly name: string;
  /**
   * What it looks at:
   *
   * - `nothing`: not even the weights
   * - `weights`
   * - `flow`: the network, but no data (`evidence.network`)
   * - `gradients`: the network and examples (`evidence.network`, `evidence.batch`)
   * - `hessian`: the same, the network compiled with `holdGates`
   * - `activations`: reserved
   */
  readonly needs: 'nothing' | 'weights' | 'flow' | 'gradients' | 'hessian' | 'activations';
  /**
   * A finite score for every prunable weight; those of pruned weights are ignored.
   *
   * `parameters` are those before any mask was applied.
   */
  score(model: Model, parameters: Parameters, mask: Mask, evidence: Evidence): Scores;
}
