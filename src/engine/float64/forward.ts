import { UserError } from '../../errors.js';
import { isActivation, type Layer, layerName, type Shape } from '../../models/layer.js';
import {
  checkParameters,
  inputSize,
  type Model,
  parameterSpecs,
  visitLayers,
} from '../../models/model.js';
import { outputShape } from '../../models/shapes.js';
import type { Mode } from '../engine.js';
import { runActivation } from './layers/activation.js';
import { runBatchNorm } from './layers/batch-norm.js';
import { runConvolution } from './layers/convolution.js';
import { runDense } from './layers/dense.js';
import { runGru } from './layers/gru.js';
import { runLayerNorm } from './layers/layer-norm.js';
import { runAveragePool, runMaxPool } from './layers/pool.js';
import type { BatchStatistics, Choices, Doubles, Numbers, Pass, Place, Step } from './pass.js';

export interface ForwardOptions64 {
  /** `eval` when left out. */
  readonly mode?: Mode;
  /**
   * The pieces that ReLUs, maxima and the like are held on; what is not in it they choose, and write
   * into it. So the first pass with an empty map records, and every later one with it holds.
   */
  readonly choices?: Choices;
}

/** The gradients of R = sum(upstream * outputs). */
export interface Pullback64 {
  /** dR/d(parameter) for all trainable parameters, in the order of the layers. */
  readonly gradients: Doubles;
  /** dR/d(inputs), [count, C, H, W]. */
  readonly inputGradient: Float64Array;
}

/** One batch put through a model. */
export interface Forward64 {
  /** Those of the last layer, [count, numClasses]: the logits. */
  readonly outputs: Float64Array;
  /** Those of all layers by full name (see `visitLayers`), each [count, C, H, W]. */
  readonly activations: ReadonlyMap<string, Float64Array>;
  /** What batch normalisations measured, by full name; empty in `eval` mode. */
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
  /** Goes back from `upstream`, [count, numClasses]; as often as you like. */
  readonly pullback: (upstream: Float32Array | Float64Array) => Pullback64;
}

/**
 * Puts `count` inputs, [count, C, H, W], through a model in double precision, as they are.
 *
 * The layers are those of `Layer`, by the equations written there. The parameters may be in either
 * precision and are not changed; pruned weights are those that are zero. Throws a `UserError` if
 * something does not fit, or for dropout in `train` mode: nothing is drawn here.
 */
export function forward64(
  model: Model,
  parameters: Numbers,
  inputs: Float32Array | Float64Array,
  count: number,
  { mode = 'eval', choices = new Map() }: ForwardOptions64 = {},
): Forward64 {
  checkParameters(model, parameters);
  checkLength(model, 'inputs', inputs, count, inputSize(model));
  if (mode === 'train') refuseDropout(model);
  const pass: Pass = {
    parameters: toDoubles(parameters),
    count,
    mode,
    choices,
    statistics: new Map(),
    activations: new Map(),
  };
  const { output, back } = runLayers(model.layers, '', model.inputShape, doubles(inputs), pass);
  return {
    outputs: output,
    activations: pass.activations,
    statistics: pass.statistics,
    pullback: (upstream) => {
      checkLength(model, 'upstream', upstream, count, model.numClasses);
      const gradients = zeroGradients(model);
      return { gradients, inputGradient: back(doubles(upstream), gradients) };
    },
  };
}

/**
 * R = sum(upstream * outputs) of a model in double precision: its outputs, and its gradients with
 * respect to all trainable parameters and the inputs.
 *
 * `inputs` is [count, C, H, W] and `upstream` [count, numClasses]; see `forward64`.
 */
export function pullback64(
  model: Model,
  parameters: Numbers,
  inputs: Float32Array | Float64Array,
  upstream: Float32Array | Float64Array,
  count: number,
  options: ForwardOptions64 = {},
): Pullback64 & { readonly outputs: Float64Array } {
  const { outputs, pullback } = forward64(model, parameters, inputs, count, options);
  return { outputs, ...pullback(upstream) };
}

/** Parameters in double precision; those that are already are not copied. */
export function toDoubles(parameters: Numbers): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, doubles(values)]),
  );
}

function doubles(values: Float32Array | Float64Array): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values);
}

function zeroGradients(model: Model): Record<string, Float64Array> {
  return Object.fromEntries(
    parameterSpecs(model)
      .filter(({ trainable }) => trainable)
      .map(({ name, size }) => [name, new Float64Array(size)]),
  );
}

function runLayers(
  layers: readonly Layer[],
  prefix: string,
  shape: Shape,
  input: Float64Array,
  pass: Pass,
): Step {
  const steps: Step[] = [];
  let [before, values] = [shape, input];
  layers.forEach((layer, i) => {
    const name = prefix + layerName(layer, i);
    const place = { name, input: before, output: outputShape(layer, before) };
    const step = runLayer(layer, place, values, pass);
    steps.push(step);
    [before, values] = [place.output, step.output];
    pass.activations.set(name, values);
  });
  return {
    output: values,
    back: (upstream, gradients) =>
      steps.reduceRight((gradient, { back }) => back(gradient, gradients), upstream),
  };
}

function runLayer(layer: Layer, place: Place, input: Float64Array, pass: Pass): Step {
  if (isActivation(layer)) return runActivation(layer, place, input, pass);
  switch (layer.kind) {
    case 'dense':
      return runDense(layer, place, input, pass);
    case 'conv2d':
      return runConvolution(layer, place, input, pass);
    case 'gru':
      return runGru(layer, place, input, pass);
    case 'maxPool':
      return runMaxPool(layer, place, input, pass);
    case 'averagePool':
    case 'globalAveragePool':
    case 'adaptiveAveragePool':
      return runAveragePool(layer, place, input, pass);
    case 'batchNorm':
      return runBatchNorm(layer, place, input, pass);
    case 'layerNorm':
      return runLayerNorm(layer, place, input, pass);
    case 'flatten':
    case 'dropout':
      return { output: input, back: (upstream) => upstream };
    case 'residual': {
      const { name, input: shape } = place;
      const body = runLayers(layer.body, `${name}.body.`, shape, input, pass);
      const shortcut = runLayers(layer.shortcut, `${name}.shortcut.`, shape, input, pass);
      return {
        output: sum(body.output, shortcut.output),
        back: (upstream, gradients) =>
          sum(body.back(upstream, gradients), shortcut.back(upstream, gradients)),
      };
    }
  }
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function refuseDropout(model: Model): void {
  visitLayers(model, (layer, name) => {
    if (layer.kind !== 'dropout' || layer.rate === 0) return;
    throw new UserError(
      `'${name}' of ${model.name} drops values at random in train mode, which the float64 engine ` +
        "does not do. Use mode 'eval', or the engine 'wasm'.",
    );
  });
}

function checkLength(
  model: Model,
  what: 'inputs' | 'upstream',
  { length }: ArrayLike<number>,
  count: number,
  each: number,
): void {
  if (Number.isInteger(count) && count >= 1 && length === count * each) return;
  throw new UserError(
    `The ${what} of ${count} examples of ${model.name} must have ${each} values for each, ` +
      `but have ${length} in all.`,
  );
}
