import type { Dataset } from '../data/dataset.js';
import type { Mask } from '../models/mask.js';
import type { Model, Parameters } from '../models/model.js';
import type { Loss } from './loss.js';
import type { Optimizer } from './optimizer.js';

/**
 * Whether normalisations use the batch's statistics and dropout drops (`train`), or running
 * statistics are used and nothing is dropped (`eval`).
 */
export type Mode = 'train' | 'eval';

/**
 * What a pass does with ReLUs (leaky ones too) and max pools: they take their course (`free`); they do,
 * and it is remembered which ReLUs are open and which pixel each window takes (`record`); or they
 * stay as remembered, whatever the values are now (`held`).
 *
 * Held, a network of ReLUs is a smooth function of its parameters: the one that automatic
 * differentiation takes the second derivatives of.
 */
export type Gates = 'free' | 'record' | 'held';

export interface CompileOptions {
  /** The most examples one step takes. */
  readonly batchSize: number;
  /** Which weights exist; fixed for the life of the network. All of them when left out. */
  readonly mask?: Mask;
  /** Needed for `trainStep` only. */
  readonly optimizer?: Optimizer;
  /** Cross-entropy when left out. */
  readonly loss?: Loss;
  /** Gradients whose norm over all parameters is larger are scaled down to it. */
  readonly clipNorm?: number;
  /** Of what dropout draws; 0 when left out. */
  readonly seed?: number;
  /** Keep the output of every layer, for `activations`; costs memory and some speed. */
  readonly keepActivations?: boolean;
  /** Be able to hold ReLUs and max pools (see `Gates`); costs memory and some speed. */
  readonly holdGates?: boolean;
}

/**
 * How each example of a batch is moved before it is fed; entry i is the batch's example i.
 *
 * A picture is moved by whole pixels, what comes in from outside is 0 (black), and then it is
 * mirrored left to right.
 */
export interface Augmentation {
  /** Pixels down (negative: up) and to the right (negative: left). */
  readonly down: Int8Array;
  readonly right: Int8Array;
  /** 1 for mirrored. */
  readonly mirrored: Uint8Array;
}

/** Loss and accuracy over some examples. */
export interface Evaluation {
  /** Mean loss; cross-entropy in nats unless the network was compiled with another. */
  readonly loss: number;
  /** The fraction of examples whose largest logit is the label's (the first one, in a tie). */
  readonly accuracy: number;
}

/**
 * A model made ready to run under a fixed mask: its memory is laid out and its steps are planned
 * once, so that a step allocates nothing.
 *
 * Pruned weights are zero, have zero gradients and are never touched by the optimiser. A batch is
 * the examples `order[start]` ... `order[start + count - 1]` of `data`, at most `batchSize`.
 */
export interface Network {
  readonly model: Model;
  readonly batchSize: number;
  /** Whether it was compiled with `holdGates`. */
  readonly holdsGates: boolean;
  /** Copies parameters in, without the pruned weights, and forgets the optimiser's state. */
  load(parameters: Parameters): void;
  /** A copy of the parameters, running statistics included; pruned weights are zero. */
  parameters(): Parameters;
  /** One step of training on a batch; returns the batch's mean loss before the update. */
  trainStep(
    data: Dataset,
    order: Int32Array,
    start: number,
    count: number,
    learningRate: number,
    augmentation?: Augmentation,
  ): number;
  /**
   * d(mean loss of a batch)/d(trainable parameters); zero at pruned weights. Running statistics stay
   * as they are.
   *
   * `gates` is `free` when left out; the others need `holdGates`. What is held is what was recorded
   * last, whatever was loaded or trained since; it must be held for the same batch.
   */
  gradients(
    data: Dataset,
    order: Int32Array,
    start: number,
    count: number,
    mode?: Mode,
    gates?: Gates,
  ): Parameters;
  /** The logits of one batch, [count, numClasses], in `eval` mode. */
  logits(data: Dataset, order: Int32Array, start: number, count: number): Float32Array;
  /** Loss and accuracy over the examples in `order` (all of `data` when left out), in `eval` mode. */
  evaluate(data: Dataset, order?: Int32Array): Evaluation;
  /** The outputs of the last layer for `count` inputs, [count, C, H, W], fed as they are. */
  outputs(inputs: Float32Array, count: number, mode?: Mode): Float32Array;
  /**
   * The gradient of sum(upstream * outputs) with respect to the trainable parameters, for inputs fed
   * as they are; `upstream` is [count, numClasses].
   */
  pullback(inputs: Float32Array, upstream: Float32Array, count: number, mode?: Mode): Parameters;
  /**
   * The outputs of all layers for one batch in `eval` mode, by full name (see `visitLayers`), each
   * [count, C, H, W]. Needs `keepActivations`.
   */
  activations(
    data: Dataset,
    order: Int32Array,
    start: number,
    count: number,
  ): Readonly<Record<string, Float32Array>>;
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
