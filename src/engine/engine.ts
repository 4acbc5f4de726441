import type { Dataset } from '../data/dataset.js';
import type { Model, Parameters } from '../models/model.js';
import type { Mask } from '../models/mask.js';

/** How weights follow their gradients, as data. The learning rate is given step by step. */
export type Optimizer =
  /**
   * SGD as PyTorch does it: d = g + weightDecay * w; v = momentum * v + d (v starts at d);
   * w -= learningRate * v.
   */
  | { readonly kind: 'sgd'; readonly momentum: number; readonly weightDecay: number }
  /** Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's coupled weight decay, g += weightDecay * w. */
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/** SGD; plain unless told otherwise. */
export function sgd({ momentum = 0, weightDecay = 0 } = {}): Optimizer {
  return { kind: 'sgd', momentum, weightDecay };
}

/** Adam with the constants of its paper. */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
} = {}): Optimizer {
  return { kind: 'adam', beta1, beta2, epsilon, weightDecay };
}

export interface CompileOptions {
  /** The most examples one step takes. */
  readonly batchSize: number;
  /** Which weights exist; fixed for the life of the network. All of them when left out. */
  readonly mask?: Mask;
  /** Needed for `trainStep` only. */
  readonly optimizer?: Optimizer;
}

/** Loss and accuracy over some examples. */
export interface Evaluation {
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** The fraction of examples whose largest logit is the label's (the first one, in a tie). */
  readonly accuracy: number;
}

/**
 * A model made ready to run under a fixed mask: its memory is laid out and its steps are planned
 * once, so that a step allocates nothing.
 *
 * Pruned weights are zero, have zero gradients and are never touched by the optimiser.
 */
export interface Network {
  readonly model: Model;
  readonly batchSize: number;
  /** Copies parameters in, without the pruned weights, and forgets the optimiser's state. */
  load(parameters: Parameters): void;
  /** A copy of the parameters; pruned weights are zero. */
  parameters(): Parameters;
  /**
   * One step of training on the examples `order[start]` ... `order[start + count - 1]` of `data`.
   *
   * Returns the mean cross-entropy of the batch before the update. `count` is at most `batchSize`.
   */
  trainStep(
    data: Dataset,
    order: Int32Array,
    start: number,
    count: number,
    learningRate: number,
  ): number;
  /** d(mean cross-entropy)/d(parameters) of one batch; zero at pruned weights. */
  gradients(data: Dataset, order: Int32Array, start: number, count: number): Parameters;
  /** The logits of one batch, [count, numClasses]. */
  logits(data: Dataset, order: Int32Array, start: number, count: number): Float32Array;
  /** Loss and accuracy over the examples in `order` (all of `data` when left out). */
  evaluate(data: Dataset, order?: Int32Array): Evaluation;
  /** Gives the network's memory back; it must not be used afterwards. */
  dispose(): void;
}

/** Something that executes models. */
export interface Engine {
  readonly name: string;
  /** What goes into the provenance of every result, for example the kernels' checksum. */
  readonly details: Readonly<Record<string, string>>;
  /** Plans `model`; throws before any work if the options do not fit the model. */
  compile(model: Model, options: CompileOptions): Network;
}
