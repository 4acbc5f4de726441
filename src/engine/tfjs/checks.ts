import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import { inputSize, type Model } from '../../models/model.js';
import { checkBatch, checkDataset, checkIndices } from '../checks.js';

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
    checkIndices(data, chosen, 0, chosen.length);
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
