import type { Numbers } from '../engine/float64/pass.js';
import { UserError } from '../errors.js';
import { slope } from '../math/correlation.js';
import type { Mask } from '../models/mask.js';
import { type Model, prunableSpecs } from '../models/model.js';
import type { Scores } from '../pruning/scorer.js';
import { type Saliency, tensorOf } from './saliency.js';

/** The saliency of one prunable parameter. */
export interface LayerFlow {
  readonly parameter: string;
  readonly size: number;
  /** Sum of S. */
  readonly total: number;
}

/**
 * The total saliency of every prunable parameter (Tanaka et al. 2020, theorem 2): the same for all,
 * <dR/dy, y> for outputs y, in a homogeneous chain of layers without biases.
 *
 * In a residual network each layer has only what flows through its branch; see `cutFlow` for sums that
 * are the same. A layer just before a batch normalisation in `train` mode has none.
 */
export function layerFlows(model: Model, saliency: Saliency): LayerFlow[] {
  return prunableSpecs(model).map(({ name, size }) => ({
    parameter: name,
    size,
    total: sum(tensorOf(saliency, name, size, 'saliencies')),
  }));
}

/** The mean of something over the weights of one prunable parameter. */
export interface LayerAverage {
  readonly parameter: string;
  readonly size: number;
  /** 1 / size, which conservation makes the average proportional to. */
  readonly inverseSize: number;
  readonly average: number;
}

/**
 * The size of the mean score of every layer, |sum of s| / size (Tanaka et al. 2020, figure 4).
 *
 * If a scorer conserves flow from layer to layer, this is proportional to 1 / size. Over weights only;
 * the authors' code counts biases with them.
 */
export function averageScores(model: Model, scores: Saliency): LayerAverage[] {
  return layerFlows(model, scores).map(({ parameter, size, total }) =>
    averageOf(parameter, size, total),
  );
}

/**
 * The mean of w^2 in every layer (Tanaka et al. 2020, figure 5), weights only.
 *
 * Iterative magnitude pruning ranks as these do; that training moves their slope towards 1 is the
 * paper's account of why it avoids layer-collapse.
 */
export function meanSquares(model: Model, parameters: Numbers): LayerAverage[] {
  return prunableSpecs(model).map(({ name, size }) => {
    const weights = tensorOf(parameters, name, size, 'parameters');
    return averageOf(name, size, sum(weights, 2));
  });
}

function averageOf(parameter: string, size: number, total: number): LayerAverage {
  return { parameter, size, inverseSize: 1 / size, average: Math.abs(total) / size };
}

/**
 * The slope of log(average) on log(1 / size), by least squares over the layers: 1 if averages are
 * proportional to 1 / size.
 *
 * Throws a `UserError` if an average is zero or not finite, or if all layers have the same size.
 */
export function inverseSizeSlope(layers: readonly LayerAverage[]): number {
  const bad = layers.find(({ average }) => !(average > 0 && average < Infinity));
  if (bad !== undefined) {
    throw new UserError(
      `The average of '${bad.parameter}' is ${bad.average}, which has no logarithm. ` +
        'Fit the slope before the layer collapses, over finite scores.',
    );
  }
  return slope(
    layers.map(({ inverseSize }) => Math.log(inverseSize)),
    layers.map(({ average }) => Math.log(average)),
  );
}

/** What a round of pruning takes away. */
export interface CutMass {
  /** Sum of the scores of the weights that the round prunes. */
  readonly removed: number;
  /** Sum of the scores of the output layer, through which all flow goes: R, without its biases. */
  readonly flow: number;
}

/**
 * The score mass that a round of pruning removes, beside the whole flow (Tanaka et al. 2020, figure 7).
 *
 * While removed < flow, a scorer that conserves flow cannot empty a layer: every layer holds all of the
 * flow. `scores` are those that the round ranked, `previous` the mask before it; pruned weights must
 * have no flow. The authors add up the lowest scores, which is the same for a global ranking, and
 * divide by R with biases.
 */
export function cutMass(scores: Scores, kept: Mask, previous: Mask): CutMass {
  let removed = 0;
  let flow = 0;
  for (const [name, bits] of Object.entries(previous)) {
    const values = tensorOf(scores, name, bits.length, 'scores');
    const after = kept[name];
    if (after?.length !== bits.length) {
      throw new UserError(
        `The mask after the round has ${after?.length ?? 'no'} entries for '${name}', but the one ` +
          `before has ${bits.length}.`,
      );
    }
    flow = 0; // the last layer's stays
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] === 0) continue;
      flow += values[i];
      if (after[i] === 0) removed += values[i];
    }
  }
  return { removed, flow };
}

/** The sum of the values or of their squares. */
function sum(values: Iterable<number>, power: 1 | 2 = 1): number {
  let total = 0;
  for (const value of values) total += power === 2 ? value * value : value;
  return total;
}
