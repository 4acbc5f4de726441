import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import type { Model } from '../../models/model.js';
import { checkDataset, checkIndices } from '../checks.js';
import type { Mode } from '../engine.js';
import type { GradientOptions } from '../evidence/gradients.js';
import { batchWeight, checkLoss, crossEntropy, type Loss } from '../loss.js';
import { feed64 } from './feed.js';
import { forward64 } from './forward.js';
import { batchLoss } from './loss.js';
import type { Choices, Doubles, Numbers } from './pass.js';

/** The examples that a mean loss is taken over. */
export interface Examples64 {
  readonly data: Dataset;
  /** Places in `data`. */
  readonly examples: Int32Array;
}

export interface LossOptions64 {
  /** Whose statistics normalisations use; `eval` when left out. */
  readonly mode?: Mode;
  /** Cross-entropy when left out. */
  readonly loss?: Loss;
  /** What logits are divided by before the loss; 1 when left out, 200 in GraSP's code. */
  readonly temperature?: number;
  /** The examples of one pass; all at once when left out. In `train` mode batches matter. */
  readonly batchSize?: number;
  /** Whether the batches' means are averaged or summed, as in `GradientOptions`. */
  readonly batches?: GradientOptions['batches'];
}

/** The examples of one pass, fed, and their part in the mean over all. */
export interface LossBatch extends Examples64 {
  readonly inputs: Float64Array;
  readonly weight: number;
}

/**
 * The mean loss over examples and d(mean loss)/d(trainable parameters), in double precision.
 *
 * Batches are averaged by their examples (with class weights, by the sum of those), or summed. Give parameters
 * with the mask applied; gradients are those of all weights, pruned or not.
 */
export function lossGradients64(
  model: Model,
  parameters: Numbers,
  examples: Examples64,
  options: LossOptions64 = {},
): { readonly loss: number; readonly gradients: Doubles } {
  let loss = 0;
  const gradients: Record<string, Float64Array> = {};
  for (const batch of lossBatches(model, examples, options)) {
    const each = batchGradients(model, parameters, batch, options);
    loss += batch.weight * each.loss;
    for (const [name, values] of Object.entries(each.gradients)) {
      const sum = (gradients[name] ??= new Float64Array(values.length));
      for (let i = 0; i < sum.length; i++) sum[i] += batch.weight * values[i];
    }
  }
  return { loss, gradients };
}

/** Cuts examples into batches. Throws a `UserError` unless all of it makes sense. */
export function lossBatches(
  model: Model,
  { data, examples }: Examples64,
  options: LossOptions64,
): Iterable<LossBatch> {
  const { loss = crossEntropy(), temperature = 1 } = options;
  const { batchSize = examples.length, batches = 'averaged' } = options;
  checkDataset(model, data);
  checkIndices(data, examples, 0, examples.length);
  checkLoss(loss, model.numClasses);
  if (examples.length === 0) throw new UserError('There is no mean loss over no examples.');
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new UserError(`The batch size must be a positive integer, but is ${batchSize}.`);
  }
  if (!(temperature > 0)) {
    throw new UserError(`A temperature must be above 0, but is ${temperature}.`);
  }
  const total = batchWeight(loss, data, examples, 0, examples.length);
  return cut();

  function* cut(): Iterable<LossBatch> {
    for (let start = 0; start < examples.length; start += batchSize) {
      const part = examples.subarray(start, start + batchSize);
      const share = batchWeight(loss, data, part, 0, part.length) / total;
      const weight = batches === 'summed' ? 1 : share;
      yield { data, examples: part, inputs: feed64(data, part), weight };
    }
  }
}

/** The mean loss over one batch and its gradients. */
export function batchGradients(
  model: Model,
  parameters: Numbers,
  { data, examples, inputs }: LossBatch,
  { mode = 'eval', loss = crossEntropy(), temperature = 1 }: LossOptions64,
  choices: Choices = new Map(),
): { readonly loss: number; readonly gradients: Doubles } {
  const options = { mode, choices };
  const { outputs, pullback } = forward64(model, parameters, inputs, examples.length, options);
  const { mean, gradient } = batchLoss(loss, outputs, data, examples, temperature);
  return { loss: mean, gradients: pullback(gradient).gradients };
}
