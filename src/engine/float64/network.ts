import { UserError } from '../../errors.js';
import { checkParameters, type Model } from '../../models/model.js';
import { checkCompile, checkDataset, checkIndices, checkInputs } from '../checks.js';
import type { CompileOptions, Network } from '../engine.js';
import { everyExample } from '../examples.js';
import { batchWeight, crossEntropy } from '../loss.js';
import { feed64 } from './feed.js';
import { type Forward64, forward64, pullback64 } from './forward.js';
import { batchLoss } from './loss.js';
import { type Access, createState, examplesOf, rounded } from './state.js';
import { createTraining } from './training.js';

/** A network of the float64 engine. */
export function createNetwork64(model: Model, options: CompileOptions): Network {
  checkCompile(model, options);
  const state = createState(model, options);
  let disposed = false;
  const usable: Access = () => {
    if (!disposed) return state;
    throw new UserError(`This network (${model.name}) was disposed of; compile a new one.`);
  };
  const { reset, ...training } = createTraining(model, options, usable);
  return {
    model,
    batchSize: options.batchSize,
    holdsGates: options.holdGates === true,
    load: (parameters) => {
      const { values, prune } = usable();
      checkParameters(model, parameters);
      for (const [name, own] of Object.entries(values)) own.set(parameters[name]);
      prune(values);
      reset();
    },
    parameters: () => rounded(usable().values),
    ...training,
    ...inference(model, options, usable),
    ...probing(model, options, usable),
    dispose: () => {
      disposed = true;
    },
  };
}

function inference(
  model: Model,
  { batchSize, loss = crossEntropy(), keepActivations = false }: CompileOptions,
  usable: Access,
): Pick<Network, 'logits' | 'evaluate' | 'activations'> {
  const forward = (...batch: Parameters<Network['logits']>): Forward64 => {
    const { values } = usable();
    const examples = examplesOf(model, batchSize, ...batch);
    return forward64(model, values, feed64(batch[0], examples), examples.length);
  };
  return {
    logits: (...batch) => Float32Array.from(forward(...batch).outputs),
    evaluate: (data, order = everyExample(data)) => {
      const { values } = usable();
      checkDataset(model, data);
      checkIndices(data, order, 0, order.length);
      if (order.length === 0) throw new UserError('There is nothing to evaluate: no examples.');
      let [total, weights, right] = [0, 0, 0];
      for (let start = 0; start < order.length; start += batchSize) {
        const examples = order.subarray(start, start + batchSize);
        const count = examples.length;
        const { outputs } = forward64(model, values, feed64(data, examples), count);
        const batch = batchLoss(loss, outputs, data, examples);
        const weight = batchWeight(loss, data, examples, 0, count);
        total += batch.mean * weight;
        weights += weight;
        right += batch.right;
      }
      return { loss: total / weights, accuracy: right / order.length };
    },
    activations: (...batch) => {
      if (!keepActivations) {
        throw new UserError(
          `To see the activations of ${model.name}, compile it with keepActivations: true.`,
        );
      }
      return rounded(Object.fromEntries(forward(...batch).activations));
    },
  };
}

function probing(
  model: Model,
  { batchSize }: CompileOptions,
  usable: Access,
): Pick<Network, 'outputs' | 'pullback'> {
  return {
    outputs: (inputs, count, mode = 'eval') => {
      const { values } = usable();
      checkInputs(model, inputs, count, batchSize);
      return Float32Array.from(forward64(model, values, inputs, count, { mode }).outputs);
    },
    pullback: (inputs, upstream, count, mode = 'eval') => {
      const { values, prune } = usable();
      checkInputs(model, inputs, count, batchSize);
      const { gradients } = pullback64(model, values, inputs, upstream, count, { mode });
      prune(gradients);
      return rounded(gradients);
    },
  };
}
