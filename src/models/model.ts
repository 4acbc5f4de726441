import { UserError } from '../errors.js';
import { type Layer, layerName, type Shape } from './layer.js';
import { outputShape } from './shapes.js';

/** A network architecture as data: nothing in it runs, so it can be hashed, counted and shared. */
export interface Model {
  readonly name: string;
  /** [channels, height, width]. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  readonly layers: readonly Layer[];
}

/** Scale and shift belong to normalisations, and so do the running mean and variance. */
export type ParameterRole = 'weight' | 'bias' | 'scale' | 'shift' | 'mean' | 'variance';

/** What a model says about one of its parameters. */
export interface ParameterSpec {
  /** `<layer>.<role>`, for example `fc1.weight`; `<layer>.<part>.<role>` where a layer has two. */
  readonly name: string;
  readonly layer: string;
  readonly role: ParameterRole;
  /** [units, inputs] for a dense weight, [out, in, kernel, kernel] for a convolution's, else [n]. */
  readonly shape: readonly number[];
  readonly size: number;
  /** Matrices of one size that are stacked in it, each with fans of its own; 1 when left out. */
  readonly stacked?: number;
  /** Only weights are ever pruned; biases and normalisations never. */
  readonly prunable: boolean;
  /** False for running statistics, which are measured, not learned. */
  readonly trainable: boolean;
}

/** The values of a model's parameters by name, each row-major in the shape of its spec. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** Pixels (or features) of one input. */
export function inputSize(model: Model): number {
  return model.inputShape.reduce((a, b) => a * b, 1);
}

/** The parameters of a model, in the order of its layers. */
export function parameterSpecs(model: Model): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  visitLayers(model, (layer, name, input) => specs.push(...layerSpecs(layer, name, input)));
  return specs;
}

/**
 * Calls `visit` for every layer in the order of execution (a residual layer after those inside it),
 * with its full name and the shapes of its input and output. A layer that has no name is called by
 * its kind and its place in its list, counted from 1: `relu2`, `block1.body.relu3`.
 */
export function visitLayers(
  { layers, inputShape }: Model,
  visit: (layer: Layer, name: string, input: Shape, output: Shape) => void,
): void {
  const walk = (list: readonly Layer[], prefix: string, input: Shape): Shape =>
    list.reduce((shape, layer, i) => {
      const name = prefix + layerName(layer, i);
      if (layer.kind === 'residual') {
        walk(layer.body, `${name}.body.`, shape);
        walk(layer.shortcut, `${name}.shortcut.`, shape);
      }
      const output = outputShape(layer, shape);
      visit(layer, name, shape, output);
      return output;
    }, input);
  walk(layers, '', inputShape);
}

/** The parameters of one layer whose full name is `name`. */
function layerSpecs(layer: Layer, name: string, input: Shape): ParameterSpec[] {
  const [channels, height, width] = input;
  switch (layer.kind) {
    case 'dense':
      return weightSpecs(name, [layer.units, channels * height * width], layer.bias);
    case 'conv2d': {
      const { kernel, groups = 1 } = layer;
      return weightSpecs(name, [layer.channels, channels / groups, kernel, kernel], layer.bias);
    }
    case 'gru': {
      const rows = 3 * layer.units;
      return [
        ...gateSpecs(name, 'input', [rows, channels * width]),
        ...gateSpecs(name, 'recurrent', [rows, layer.units]),
      ];
    }
    case 'batchNorm':
      return (['scale', 'shift', 'mean', 'variance'] as const).map((role) =>
        spec(name, role, [channels]),
      );
    case 'layerNorm':
      return (['scale', 'shift'] as const).map((role) =>
        spec(name, role, [channels * height * width]),
      );
    default:
      return [];
  }
}

function weightSpecs(name: string, shape: readonly number[], bias = true): ParameterSpec[] {
  const weight = spec(name, 'weight', shape);
  return bias ? [weight, spec(name, 'bias', [shape[0]])] : [weight];
}

/** The weight and bias of the three gates of a GRU that act on its input or on its last state. */
function gateSpecs(layer: string, part: string, shape: readonly number[]): ParameterSpec[] {
  const parameters = weightSpecs(`${layer}.${part}`, shape);
  return parameters.map((parameter) => ({ ...parameter, layer, stacked: 3 }));
}

function spec(layer: string, role: ParameterRole, shape: readonly number[]): ParameterSpec {
  return {
    name: `${layer}.${role}`,
    layer,
    role,
    shape,
    size: shape.reduce((a, b) => a * b, 1),
    prunable: role === 'weight',
    trainable: role !== 'mean' && role !== 'variance',
  };
}

/** The parameters that can be pruned, in the order of the layers. */
export function prunableSpecs(model: Model): ParameterSpec[] {
  return parameterSpecs(model).filter((p) => p.prunable);
}

/** Weights that can be pruned, in all. */
export function prunableSize(model: Model): number {
  return prunableSpecs(model).reduce((sum, { size }) => sum + size, 0);
}

/** Numbers that training learns, in all: running statistics are not counted. */
export function parameterCount(model: Model): number {
  return parameterSpecs(model).reduce((sum, p) => sum + (p.trainable ? p.size : 0), 0);
}

/** Throws unless `parameters` holds exactly the model's parameters, each of the right size. */
export function checkParameters(
  model: Model,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): void {
  for (const { name, size } of parameterSpecs(model)) {
    const values = parameters[name];
    if (values === undefined) {
      throw new UserError(`The parameters of ${model.name} lack '${name}'.`);
    }
    if (values.length !== size) {
      throw new UserError(
        `Parameter '${name}' of ${model.name} has ${values.length} values, but ${size} are expected.`,
      );
    }
  }
}

/** A deep copy of parameters. */
export function copyParameters(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, v]) => [name, v.slice()]));
}
