import { UserError } from '../../errors.js';
import { type Model, visitLayers } from '../../models/model.js';
import type { CompileOptions, Network } from '../engine.js';
import { crossEntropy } from '../loss.js';
import { feed64 } from './feed.js';
import { forward64 } from './forward.js';
import { batchLoss } from './loss.js';
import { createUpdate64 } from './optimiser.js';
import type { BatchStatistics, Doubles } from './pass.js';
import { type Access, examplesOf, rounded } from './state.js';

interface Training extends Pick<Network, 'trainStep' | 'gradients'> {
  /** Forgets the steps made so far. */
  readonly reset: () => void;
}

/** The methods that differentiate the loss. */
export function createTraining(
  model: Model,
  { batchSize, optimizer, loss = crossEntropy(), clipNorm = Infinity }: CompileOptions,
  usable: Access,
): Training {
  const update = optimizer && createUpdate64(optimizer);
  let steps = 0;
  return {
    trainStep: (data, order, start, count, learningRate, augmentation) => {
      const { values, prune } = usable();
      if (update === undefined) {
        throw new UserError(`To train ${model.name}, compile it with an optimizer.`);
      }
      if (!Number.isFinite(learningRate)) {
        throw new UserError(`The learning rate must be a number, but is ${learningRate}.`);
      }
      const examples = examplesOf(model, batchSize, data, order, start, count);
      const inputs = feed64(data, examples, augmentation);
      const pass = forward64(model, values, inputs, count, { mode: 'train' });
      const { mean, gradient } = batchLoss(loss, pass.outputs, data, examples);
      const { gradients } = pass.pullback(gradient);
      prune(gradients);
      clip(gradients, clipNorm);
      update.step(values, gradients, learningRate);
      prune(values);
      moveStatistics(model, values, pass.statistics, ++steps);
      return mean;
    },
    gradients: (data, order, start, count, mode = 'train') => {
      const { values, prune } = usable();
      const examples = examplesOf(model, batchSize, data, order, start, count);
      const pass = forward64(model, values, feed64(data, examples), count, { mode });
      const { gradient } = batchLoss(loss, pass.outputs, data, examples);
      const { gradients } = pass.pullback(gradient);
      prune(gradients);
      return rounded(gradients);
    },
    reset: () => {
      update?.reset();
      steps = 0;
    },
  };
}

/** Scales gradients down to `largest` if their norm over all of them is larger. */
function clip(gradients: Doubles, largest: number): void {
  const tensors = Object.values(gradients);
  const norm = Math.sqrt(
    tensors.reduce((sum, values) => values.reduce((s, g) => s + g * g, sum), 0),
  );
  if (norm <= largest) return;
  for (const values of tensors) {
    for (let i = 0; i < values.length; i++) values[i] *= largest / norm;
  }
}

/** Moves the running statistics of batch normalisations by what step number `steps` measured. */
function moveStatistics(
  model: Model,
  values: Doubles,
  measured: ReadonlyMap<string, BatchStatistics>,
  steps: number,
): void {
  visitLayers(model, (layer, name) => {
    const statistics = measured.get(name);
    if (layer.kind !== 'batchNorm' || statistics === undefined) return;
    const { momentum = 0.1 } = layer;
    const rate = momentum ?? 1 / steps;
    for (const role of ['mean', 'variance'] as const) {
      const running = values[`${name}.${role}`];
      for (let i = 0; i < running.length; i++) {
        running[i] = (1 - rate) * running[i] + rate * statistics[role][i];
      }
    }
  });
}
