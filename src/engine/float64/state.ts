import type { Dataset } from '../../data/dataset.js';
import { type Model, type Parameters, parameterSpecs } from '../../models/model.js';
import { checkBatch, checkDataset, checkIndices } from '../checks.js';
import type { CompileOptions } from '../engine.js';
import type { Doubles } from './pass.js';

/** The parameters of a network in double precision, which obey its mask. */
export interface State {
  readonly values: Doubles;
  /** Sets what belongs to pruned weights to zero, in place. */
  readonly prune: (tensors: Doubles) => void;
}

/** Gives the state, or throws a `UserError` once the network was disposed of. */
export type Access = () => State;

export function createState(model: Model, { mask = {} }: CompileOptions): State {
  return {
    values: Object.fromEntries(
      parameterSpecs(model).map(({ name, size }) => [name, new Float64Array(size)]),
    ),
    prune: (tensors) => {
      for (const [name, bits] of Object.entries(mask)) {
        for (let i = 0; i < bits.length; i++) if (bits[i] === 0) tensors[name][i] = 0;
      }
    },
  };
}

/** Rounds to single precision. */
export function rounded(tensors: Doubles): Parameters {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}

/** The examples of a batch. Throws a `UserError` unless they exist and are what the model takes. */
export function examplesOf(
  model: Model,
  batchSize: number,
  data: Dataset,
  order: Int32Array,
  start: number,
  count: number,
): Int32Array {
  checkDataset(model, data);
  checkBatch(batchSize, order, start, count);
  checkIndices(data, order, start, count);
  return order.subarray(start, start + count);
}
