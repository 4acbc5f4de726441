import type { Dataset } from '../data/dataset.js';
import { UserError } from '../errors.js';
import { inputSize, type Model, visitLayers } from '../models/model.js';
import { checkMask } from '../models/mask.js';
import { through } from '../models/shapes.js';
import type { CompileOptions, Gates } from './engine.js';
import { checkLoss } from './loss.js';

/** Throws unless `model` can be run with these options. */
export function checkCompile(
  model: Model,
  { batchSize, mask, loss, clipNorm, holdGates = false }: CompileOptions,
): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new UserError(`The batch size must be a positive integer, but is ${batchSize}.`);
  }
  const outputs = through(model.layers, model.inputShape).reduce((a, b) => a * b, 1);
  if (model.layers.length === 0 || outputs !== model.numClasses) {
    throw new UserError(
      `The last layer of ${model.name} must have one output per class (${model.numClasses}), ` +
        (model.layers.length === 0 ? 'but there are no layers.' : `but has ${outputs}.`),
    );
  }
  if (loss !== undefined) checkLoss(loss, model.numClasses);
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new UserError(
      `Gradients can be clipped to a positive norm, but clipNorm is ${clipNorm}.`,
    );
  }
  if (mask !== undefined) checkMask(model, mask);
  if (holdGates) checkHoldable(model);
}

/** A hard tanh has kinks as a ReLU has, but is not held. */
function checkHoldable(model: Model): void {
  visitLayers(model, (layer, name) => {
    if (layer.kind !== 'hardTanh') return;
    throw new UserError(
      `holdGates holds ReLUs, leaky ReLUs and max pools, but '${name}' of ${model.name} is a ` +
        'hardTanh. Compile without holdGates, or use another activation.',
    );
  });
}

/** Throws unless gates can be what is asked, given for how many examples they are recorded. */
export function checkGates(
  model: Model,
  gates: Gates,
  { holdGates, recorded, count }: { holdGates: boolean; recorded: number; count: number },
): void {
  if (gates === 'free') return;
  if (!holdGates) {
    throw new UserError(
      `To ${gates === 'held' ? 'hold' : 'record'} the gates of ${model.name}, ` +
        'compile it with holdGates: true.',
    );
  }
  if (gates === 'held' && recorded !== count) {
    throw new UserError(
      `Gates of ${model.name} can be held for the batch they were recorded for ` +
        (recorded === 0 ? '(none yet)' : `(${recorded} examples)`) +
        `, but ${count} examples were given. Call gradients with 'record' first.`,
    );
  }
}

/** Throws unless `data` is what `model` takes. */
export function checkDataset(model: Model, data: Dataset): void {
  const { name, shape, numClasses } = data;
  if (shape.some((n, i) => n !== model.inputShape[i])) {
    throw new UserError(
      `The examples of '${name}' have shape [${shape.join(', ')}], ` +
        `but ${model.name} takes [${model.inputShape.join(', ')}].`,
    );
  }
  if (numClasses !== model.numClasses) {
    throw new UserError(
      `'${name}' has ${numClasses} classes, but ${model.name} has ${model.numClasses} outputs.`,
    );
  }
}

/** Throws unless `count` entries of `order` from `start` on make a batch. */
export function checkBatch(
  batchSize: number,
  order: Int32Array,
  start: number,
  count: number,
): void {
  if (!Number.isInteger(count) || count < 1 || count > batchSize) {
    throw new UserError(
      `A batch of this network has 1 to ${batchSize} examples, but ${count} were asked for. ` +
        'Compile it with a larger batchSize if you need more.',
    );
  }
  if (!Number.isInteger(start) || start < 0 || start + count > order.length) {
    throw new UserError(
      `There are no ${count} examples from ${start} on in an order of ${order.length}.`,
    );
  }
}

/** Throws unless `count` entries of `order` from `start` on are examples of `data`. */
export function checkIndices(data: Dataset, order: Int32Array, start: number, count: number): void {
  for (let i = start; i < start + count; i++) {
    const example = order[i];
    if (example >= 0 && example < data.size) continue;
    throw new UserError(
      `Example ${example} (at ${i} of the order) does not exist: ` +
        `the ${data.split} split of '${data.name}' has ${data.size} examples, counted from 0.`,
    );
  }
}

/** Throws unless `inputs` holds `count` inputs of the model, as many as fit. */
export function checkInputs(
  model: Model,
  inputs: Float32Array,
  count: number,
  batchSize: number,
): void {
  if (!Number.isInteger(count) || count < 1 || count > batchSize) {
    throw new UserError(
      `A batch of this network has 1 to ${batchSize} examples, but ${count} were given. ` +
        'Compile it with a larger batchSize if you need more.',
    );
  }
  const size = inputSize(model);
  if (inputs.length !== count * size) {
    throw new UserError(
      `${count} inputs of ${model.name} are ${count * size} values ` +
        `([${[count, ...model.inputShape].join(', ')}]), but ${inputs.length} were given.`,
    );
  }
}
