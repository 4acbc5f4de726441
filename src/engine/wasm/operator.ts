import type { Gates } from '../engine.js';
import type { Arena } from './memory/arena.js';
import type { Kernels, Pointer } from './kernels.js';
import type { Paths } from './paths.js';
import type { StorageOptions, StoredParameter, Table } from './memory/stored-parameter.js';
import type { Tensor } from './memory/tensor.js';

/** What one pass over a batch is told. Lanes are `count` rounded up to a multiple of 4. */
export interface Batch {
  readonly count: number;
  readonly lanes: number;
  /** Normalise by the batch, drop. */
  readonly training: boolean;
  /** Move running statistics (only in training steps). */
  readonly updating: boolean;
  /** Whether ReLUs and max pools record or hold; always `free` unless the workshop says they can. */
  readonly gates: Gates;
  /** Counts training steps; what is random differs from step to step. */
  readonly step: number;
}

/** The two directions of an operator, with all addresses bound. */
export interface Passes {
  /** From the inputs' values to the output's. */
  forward(batch: Batch): void;
  /**
   * From the output's gradient to those of the parameters and inputs; it may destroy the output's.
   *
   * Unused lanes of gradients (between `count` and `lanes`) hold zeros and must be left with zeros.
   */
  backward(batch: Batch): void;
}

/** One step of the plan: a layer, or a few that are fused, at work on tensors. */
export interface Operator {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly parameters: readonly StoredParameter[];
  /** Whose values `backward` reads: they stay in memory until then. */
  readonly keeps: readonly Tensor[];
  /** Bytes of memory it needs while it runs, shared with the other operators. */
  readonly scratchBytes: number;
  /**
   * Called once all tensors have their addresses.
   *
   * `adds[i]` says that the gradient of input i must be added to what is there, since another
   * operator has written its share before; otherwise it is to be written.
   */
  bind(kernels: Kernels, scratch: Pointer, adds: readonly boolean[]): Passes;
}

/** What operators are made with. */
export interface Workshop extends StorageOptions {
  readonly batchSize: number;
  readonly paths: Paths;
  /** Whether ReLUs and max pools must be able to record and hold. */
  readonly holdGates: boolean;
  /** For what outlives a pass: parameters, tables, statistics. */
  readonly arena: Arena;
  /** Tables to be copied into the memory once. */
  readonly tables: Table[];
}
