import type { Dataset } from '../data/dataset.js';
import { UserError } from '../errors.js';

/** What training makes small, as data. */
export type Loss =
  /**
   * -sum_j q_j log softmax(z)_j in nats, with q = (1 - labelSmoothing) onehot + labelSmoothing / K.
   *
   * With class weights w, term j is multiplied by w_j and the batch's sum is divided by the sum of
   * its labels' weights instead of the number of examples, as in PyTorch.
   */
  | {
      readonly kind: 'crossEntropy';
      readonly labelSmoothing: number;
      readonly classWeights: readonly number[] | undefined;
    }
  /**
   * The following compare the outputs z with targets t: the data set's `targets`, or the one-hot
   * labels where it has none. They are means over examples and outputs.
   *
   * (z - t)^2
   */
  | { readonly kind: 'meanSquaredError' }
  /** (z - t)^2 / 2 where |z - t| <= delta, delta (|z - t| - delta / 2) elsewhere. */
  | { readonly kind: 'huber'; readonly delta: number }
  /** -t log sigmoid(z) - (1 - t) log(1 - sigmoid(z)). */
  | { readonly kind: 'binaryCrossEntropy' }
  /** sum over j other than the label of max(0, 1 - z_label + z_j), divided by the outputs. */
  | { readonly kind: 'multiMargin' };

export function crossEntropy({
  labelSmoothing = 0,
  classWeights,
}: { labelSmoothing?: number; classWeights?: readonly number[] } = {}): Loss {
  return { kind: 'crossEntropy', labelSmoothing, classWeights };
}

export function meanSquaredError(): Loss {
  return { kind: 'meanSquaredError' };
}

export function huber({ delta = 1 } = {}): Loss {
  return { kind: 'huber', delta };
}

export function binaryCrossEntropy(): Loss {
  return { kind: 'binaryCrossEntropy' };
}

export function multiMargin(): Loss {
  return { kind: 'multiMargin' };
}

/** Throws unless `loss` makes sense for so many outputs. */
export function checkLoss(loss: Loss, outputs: number): void {
  if (loss.kind === 'huber' && !(loss.delta > 0)) {
    throw new UserError(`The delta of Huber's loss must be positive, but is ${loss.delta}.`);
  }
  if (loss.kind !== 'crossEntropy') return;
  const { labelSmoothing, classWeights } = loss;
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new UserError(`The label smoothing must be in [0, 1), but is ${labelSmoothing}.`);
  }
  if (classWeights === undefined) return;
  if (classWeights.length !== outputs) {
    throw new UserError(
      `There are ${classWeights.length} class weights, but the model has ${outputs} classes; ` +
        'give one weight for each.',
    );
  }
  const wrong = classWeights.find((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong !== undefined) {
    throw new UserError(`A class weight must be finite and not negative, but one is ${wrong}.`);
  }
}

/**
 * What a batch counts for in a mean over several: its examples, or with class weights the sum of its
 * labels' weights.
 */
export function batchWeight(
  loss: Loss,
  { labels }: Pick<Dataset, 'labels'>,
  order: Int32Array,
  start: number,
  count: number,
): number {
  if (loss.kind !== 'crossEntropy' || loss.classWeights === undefined) return count;
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += loss.classWeights[labels[order[i]]];
  return sum;
}
