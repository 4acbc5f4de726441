import type { Model } from '../../models/model.js';
import type { CompileOptions, Mode } from '../engine.js';
import { dropoutMask } from './feed.js';
import { forward, type Pass } from './layers/forward.js';
import { createParameters, type DeviceParameter, masked } from './parameters.js';
import {
  channelsFirst,
  channelsLast,
  type Images,
  type Scalar,
  type Tensor,
  type TensorFlow,
} from './tensorflow.js';

type Listeners = Pick<Pass, 'onOutput' | 'onStatistics'>;

/** A model in the memory of a backend, and the passes through it; to be used inside `tidy`. */
export interface Program {
  readonly tf: TensorFlow;
  readonly model: Model;
  /** All parameters, in the model's order. */
  readonly parameters: readonly DeviceParameter[];
  readonly trainable: readonly DeviceParameter[];
  /** Training steps made since parameters were loaded. */
  step: number;
  /** The output of the last layer for inputs [count, C, H, W]. */
  forward(inputs: Float32Array, count: number, mode: Mode, listeners?: Listeners): Images;
  /** A function of the output, and its gradients with respect to the trainable parameters. */
  differentiate(
    value: (output: Images) => Scalar,
    inputs: Float32Array,
    count: number,
    mode: Mode,
    listeners?: Listeners,
  ): { readonly value: Tensor; readonly gradients: readonly Tensor[] };
  /** [count, outputs], from the output of the last layer. */
  rows(output: Images): Tensor;
}

export function createProgram(tf: TensorFlow, model: Model, options: CompileOptions): Program {
  const { mask, seed = 0 } = options;
  const parameters = createParameters(tf, model, mask);
  const trainable = parameters.filter(({ spec }) => spec.trainable);

  const run = (
    values: ReadonlyMap<DeviceParameter, Tensor>,
    x: Images,
    mode: Mode,
    listeners: Listeners,
  ): Images => {
    const named = parameters.map((p) => [p.spec.name, values.get(p) ?? p.values] as const);
    const pass: Pass = {
      tf,
      mode,
      parameters: Object.fromEntries(named),
      dropout: (name, rate, shape) =>
        dropoutMask(tf, { seed, step: program.step }, name, rate, shape),
      ...listeners,
    };
    return forward(pass, model.layers, x);
  };
  const place = (inputs: Float32Array, count: number): Images =>
    channelsLast(tf, tf.tensor4d(inputs, [count, ...model.inputShape]));

  const program: Program = {
    tf,
    model,
    parameters,
    trainable,
    step: 0,
    forward: (inputs, count, mode, listeners = {}) =>
      run(new Map(), place(inputs, count), mode, listeners),
    differentiate: (value, inputs, count, mode, listeners = {}) => {
      const x = place(inputs, count);
      const objective = (...given: Tensor[]): Scalar => {
        const values = new Map(trainable.map((p, i) => [p, given[i]]));
        return value(run(values, x, mode, listeners));
      };
      const result = tf.valueAndGrads(objective)(trainable.map((p) => p.values));
      const gradients = result.grads.map((g, i) => masked(tf, trainable[i].mask, g));
      return { value: result.value, gradients };
    },
    rows: (output) => tf.reshape(channelsFirst(tf, output), [output.shape[0], model.numClasses]),
  };
  return program;
}
