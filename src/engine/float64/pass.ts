import type { Layer, Shape } from '../../models/layer.js';
import type { Mode } from '../engine.js';

/** Values in double precision, by the name of a parameter or a layer. */
export type Doubles = Readonly<Record<string, Float64Array>>;

/** Parameters in either precision, by name. */
export type Numbers = Readonly<Record<string, Float32Array | Float64Array>>;

/**
 * The pieces that piecewise functions were on, by the layer's full name: for every value of a ReLU
 * (or a leaky one, an ELU, a hard tanh) the number of its piece, for every window of a maximum the
 * place of the largest value in its plane.
 *
 * A pass fills in what is missing and holds what is there.
 */
export type Choices = Map<string, Int32Array>;

/** What a batch normalisation measured in `train` mode, per channel. */
export interface BatchStatistics {
  readonly mean: Float64Array;
  /** Unbiased. */
  readonly variance: Float64Array;
}

/** What the layers of one pass share. */
export interface Pass {
  readonly parameters: Doubles;
  /** Examples. */
  readonly count: number;
  readonly mode: Mode;
  readonly choices: Choices;
  readonly statistics: Map<string, BatchStatistics>;
  /** The outputs of the layers so far, by full name. */
  readonly activations: Map<string, Float64Array>;
}

/** A layer in its place; all values lie as [count, channels, height, width]. */
export interface Place {
  /** The layer's full name, as in `visitLayers`. */
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
}

/** What a layer made of its input, and the way back. */
export interface Step {
  readonly output: Float64Array;
  /** From dR/d(output) to dR/d(input); adds dR/d(parameters) to those of the layer. */
  readonly back: (upstream: Float64Array, gradients: Doubles) => Float64Array;
}

/** Runs one kind of layer on the values of a whole batch. */
export type Run<Kind extends Layer> = (
  layer: Kind,
  place: Place,
  input: Float64Array,
  pass: Pass,
) => Step;
