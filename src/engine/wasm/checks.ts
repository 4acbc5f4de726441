import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import type { Model } from '../../models/model.js';
import { checkMask } from '../../models/mask.js';
import type { CompileOptions } from '../engine.js';

/** Throws unless `model` can be run with these options. */
export function checkCompile(model: Model, { batchSize, mask }: CompileOptions): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new UserError(`The batch size must be a positive integer, but is ${batchSize}.`);
  }
  const last = model.layers.findLast((layer) => layer.kind === 'dense');
  if (last?.units !== model.numClasses) {
    throw new UserError(
      `The last dense layer of ${model.name} must have one unit per class (${model.numClasses}), ` +
        (last === undefined ? 'but there is no dense layer.' : `but has ${last.units}.`),
    );
  }
  if (mask !== undefined) checkMask(model, mask);
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
