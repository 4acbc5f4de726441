import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import { checkMask } from '../../models/mask.js';
import { inputSize, type Model } from '../../models/model.js';
import { through } from '../../models/shapes.js';
import type { CompileOptions } from '../engine.js';
import { checkBatch, checkDataset } from '../wasm/checks.js';

/** What a method looks at before it works; each throws a `UserError`. */
export interface Checks {
  /** That the network was not disposed of. */
  usable(): void;
  /** That, and that all these examples exist and are what the model takes. */
  examples(data: Dataset, examples: Int32Array): void;
  /** That, and that they make a batch, which is returned. */
  batch(data: Dataset, order: Int32Array, start: number, count: number): Int32Array;
}

export function createChecks(model: Model, batchSize: number, usable: () => void): Checks {
  const examples: Checks['examples'] = (data, chosen) => {
    usable();
    checkDataset(model, data);
    checkExamples(data, chosen);
  };
  return {
    usable,
    examples,
    batch: (data, order, start, count) => {
      checkBatch(batchSize, order, start, count);
      const chosen = order.subarray(start, start + count);
      examples(data, chosen);
      return chosen;
    },
  };
}

/** Throws unless `model` can be run with these options. */
export function checkCompile(model: Model, { batchSize, mask }: CompileOptions): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new UserError(`The batch size must be a positive integer, but is ${batchSize}.`);
  }
  const output = through(model.layers, model.inputShape);
  if (output[0] * output[1] * output[2] !== model.numClasses) {
    throw new UserError(
      `The last layer of ${model.name} must make one output per class (${model.numClasses}), ` +
        `but makes [${output.join(', ')}].`,
    );
  }
  if (mask !== undefined) checkMask(model, mask);
}

/** Throws unless `values` belong to `count` examples. */
export function checkLength(
  model: Model,
  what: 'inputs' | 'upstream',
  values: Float32Array,
  count: number,
): void {
  const each = what === 'inputs' ? inputSize(model) : model.numClasses;
  if (Number.isInteger(count) && count >= 1 && values.length === count * each) return;
  throw new UserError(
    `The ${what} of ${count} examples of ${model.name} must have ${each} values for each, ` +
      `but have ${values.length} in all.`,
  );
}

function checkExamples(data: Dataset, examples: Int32Array): void {
  const stray = examples.find((example) => example < 0 || example >= data.size);
  if (stray === undefined) return;
  throw new UserError(
    `Example ${stray} does not exist: the ${data.split} split of '${data.name}' has ` +
      `${data.size} examples, counted from 0.`,
  );
}
