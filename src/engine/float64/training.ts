import { UserError } from '../../errors.js';
import { type Model, visitLayers } from '../../models/model.js';
import type { CompileOptions, Network } from '../engine.js';
import { checkGates } from '../checks.js';
import { crossEntropy } from '../loss.js';
import { feed64 } from './feed.js';
import { forward64 } from './forward.js';
import { batchLoss } from './loss.js';
import { createUpdate64 } from './optimiser.js';
import type { BatchStatistics, Choices, Doubles } from './pass.js';
import { type Access, examplesOf, rounded } from './state.js';

interface Training extends Pick<Network, 'trainStep' | 'gradients'> {
  /** Forgets the steps made so far. */
  readonly reset: () => void;
}

/** The methods that differentiate the loss. */
export function createTraining(model: Model, options: CompileOptions, usable: Access): Training {
  const { batchSize, optimizer, loss = crossEntropy() } = options;
  const { clipNorm = Infinity, holdGates = false } = options;
  const update = optimizer && createUpdate64(optimizer);
  let steps = 0;
  let recorded: { readonly count: number; readonly choices: Choices } | undefined;
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
    gradients: (data, order, start, count, mode = 'train', gates = 'free') => {
      const { values, prune } = usable();
      const examples = examplesOf(model, batchSize, data, order, start, count);
      checkGates(model, gates, { holdGates, recorded: recorded?.count ?? 0, count });
      const held = gates === 'held' ? recorded?.choices : undefined;
      const choices: Choices = held ?? new Map<string, Int32Array>();
      if (gates === 'record') recorded = { count, choices };
      const inputs = feed64(data, examples);
      const pass = forward64(model, values, inputs, count, { mode, choices });
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
