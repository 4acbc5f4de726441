import {
  type Conv2dLayer,
  isActivation,
  type Layer,
  layerName,
  paddingOf,
  type Shape,
} from '../../models/layer.js';
import { type Model, type Parameters, visitLayers } from '../../models/model.js';
import { outputShape } from '../../models/shapes.js';
import { binaryExponent, powerOfTwo } from './powers-of-two.js';

/**
 * How a layer with parameters is rescaled: its input comes times 2^before, its output shall leave
 * times 2^after. Weights and scales take 2^(after - before), biases and shifts 2^after, running means
 * 2^before; variances stay.
 */
export interface Rescaling {
  readonly before: number;
  readonly after: number;
}

export interface FlowScale {
  /** By full name; layers without parameters are left out. */
  readonly layers: ReadonlyMap<string, Rescaling>;
  /** The network's outputs come times 2^end. */
  readonly end: number;
}

/** Values stay as they are while their largest is between 2^-BAND and 2^BAND. */
const BAND = 32;

/**
 * Factors, all powers of two, with which the values of a network whose parameters are all positive
 * stay within float32 for an input of ones; `parameters` are those absolute values.
 *
 * What a layer makes of the ones is estimated by channel in double precision, and where that leaves
 * [2^-32, 2^32] the layer brings its largest output to about 1. The branches of a residual layer end
 * with the same factor: the last layer of each that can be rescaled makes up for those before it. A
 * shortcut without parameters keeps the factor of its input, and so does the whole residual layer.
 *
 * Nothing is rescaled in a network with a layer for which f(c x) = c f(x) does not hold: a layer norm,
 * or an activation other than ReLU and leaky ReLU.
 */
export function flowScale(model: Model, parameters: Parameters): FlowScale {
  const layers = new Map<string, Rescaling>();
  if (!isHomogeneous(model)) return { layers, end: 0 };
  const exponents = outputExponents(model, parameters);
  const choose = (name: string, before: number): number => {
    const exponent = exponents.get(name);
    if (exponent === undefined || Math.abs(exponent + before) <= BAND) return before;
    return -exponent;
  };
  const walk = (
    list: readonly Layer[],
    prefix: string,
    start: number,
    end: number | undefined,
  ): number => {
    const last = list.findLastIndex(canRescale);
    return list.reduce((before, layer, i) => {
      const name = prefix + layerName(layer, i);
      const decided = i === last ? end : undefined;
      const after = canRescale(layer) ? (decided ?? choose(name, before)) : before;
      if (layer.kind === 'residual') {
        walk(layer.body, `${name}.body.`, before, after);
        walk(layer.shortcut, `${name}.shortcut.`, before, after);
      } else if (canRescale(layer)) {
        layers.set(name, { before, after });
      }
      return after;
    }, start);
  };
  return { end: walk(model.layers, '', 0, undefined), layers };
}

function isHomogeneous(model: Model): boolean {
  let all = true;
  visitLayers(model, (layer) => {
    const bends = isActivation(layer) && layer.kind !== 'relu' && layer.kind !== 'leakyRelu';
    if (bends || layer.kind === 'layerNorm') all = false;
  });
  return all;
}

function canRescale(layer: Layer): boolean {
  if (layer.kind !== 'residual') return hasParameters(layer);
  return layer.body.some(canRescale) && layer.shortcut.some(canRescale);
}

function hasParameters({ kind }: Layer): boolean {
  return kind === 'dense' || kind === 'conv2d' || kind === 'batchNorm';
}

/** About what a channel holds: values[c] 2^exponent in every pixel. */
interface Signal {
  readonly shape: Shape;
  readonly values: Float64Array;
  readonly exponent: number;
}

/** The binary exponent of the largest output of every layer that has one, by full name. */
function outputExponents(model: Model, parameters: Parameters): Map<string, number> {
  const exponents = new Map<string, number>();
  const walk = (list: readonly Layer[], prefix: string, start: Signal): Signal =>
    list.reduce((x, layer, i) => {
      const name = prefix + layerName(layer, i);
      const y =
        layer.kind === 'residual'
          ? sum(walk(layer.body, `${name}.body.`, x), walk(layer.shortcut, `${name}.shortcut.`, x))
          : normalised(through(layer, name, x, parameters));
      const largest = largestOf(y.values);
      if (largest > 0 && largest < Infinity) {
        exponents.set(name, binaryExponent(largest) + y.exponent);
      }
      return y;
    }, start);
  const channels = model.inputShape[0];
  const values = new Float64Array(channels).fill(1);
  walk(model.layers, '', { shape: model.inputShape, values, exponent: 0 });
  return exponents;
}

function through(layer: Layer, name: string, x: Signal, parameters: Parameters): Signal {
  const shape = outputShape(layer, x.shape);
  const of = (role: string): Float32Array | undefined => parameters[`${name}.${role}`];
  switch (layer.kind) {
    case 'dense': {
      const values = denseSums(of('weight')!, layer.units, x);
      return plus({ ...x, shape, values }, of('bias'));
    }
    case 'conv2d': {
      const values = convolutionSums(of('weight')!, layer, shape, x);
      return plus({ ...x, shape, values }, of('bias'));
    }
    case 'batchNorm': {
      const centred = plus(
        x,
        of('mean')!.map((m) => -m),
      );
      const [scale, variance] = [of('scale')!, of('variance')!];
      const { epsilon = 1e-5 } = layer;
      const values = centred.values.map(
        (v, c) => (v * scale[c]) / Math.sqrt(variance[c] + epsilon),
      );
      return plus({ ...centred, values }, of('shift'));
    }
    case 'relu':
      return { ...x, values: x.values.map((v) => Math.max(0, v)) };
    case 'leakyRelu':
      return { ...x, values: x.values.map((v) => (v > 0 ? v : v * (layer.slope ?? 0.01))) };
    case 'flatten': {
      const pixels = x.shape[1] * x.shape[2];
      const values = Float64Array.from(
        { length: shape[0] },
        (_, i) => x.values[Math.floor(i / pixels)],
      );
      return { ...x, shape, values };
    }
    default:
      return { ...x, shape };
  }
}

function denseSums(weight: Float32Array, units: number, { shape, values }: Signal): Float64Array {
  const pixels = shape[1] * shape[2];
  const inputs = Float64Array.from({ length: shape[0] * pixels }, (_, i) => {
    return values[Math.floor(i / pixels)];
  });
  return products(weight, inputs, units);
}

/** Each tap counts by the share of the output's pixels for which it meets the picture. */
function convolutionSums(
  weight: Float32Array,
  layer: Conv2dLayer,
  output: Shape,
  { shape, values }: Signal,
): Float64Array {
  const { channels, groups = 1 } = layer;
  const down = tapShares(layer, shape[1], output[1]);
  const across = tapShares(layer, shape[2], output[2]);
  const shares = down.flatMap((d) => across.map((a) => d * a));
  const inputs = Float64Array.from({ length: shape[0] * shares.length }, (_, i) => {
    return values[Math.floor(i / shares.length)] * shares[i % shares.length];
  });
  const [columns, rows] = [inputs.length / groups, channels / groups];
  const sums = new Float64Array(channels);
  for (let g = 0; g < groups; g++) {
    const part = weight.subarray(g * rows * columns, (g + 1) * rows * columns);
    const own = inputs.subarray(g * columns, (g + 1) * columns);
    sums.set(products(part, own, rows), g * rows);
  }
  return sums;
}

/** W x, with W of [rows, x.length]. */
function products(weight: Float32Array, x: Float64Array, rows: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let row = 0, first = 0; row < rows; row++, first += x.length) {
    let total = 0;
    for (let i = 0; i < x.length; i++) total += weight[first + i] * x[i];
    sums[row] = total;
  }
  return sums;
}

function tapShares(layer: Conv2dLayer, inputs: number, outputs: number): number[] {
  const { kernel, stride = 1, dilation = 1 } = layer;
  return Array.from({ length: kernel }, (_, tap) => {
    let inside = 0;
    for (let i = 0; i < outputs; i++) {
      const at = i * stride + tap * dilation - paddingOf(layer);
      if (at >= 0 && at < inputs) inside++;
    }
    return inside / outputs;
  });
}

function plus(x: Signal, offsets: Float32Array | undefined): Signal {
  if (offsets === undefined || offsets.every((v) => v === 0)) return x;
  // Negative exponents belong to signals that are tiny beside any offset.
  const exponent = Math.max(0, x.exponent);
  const [own, others] = [powerOfTwo(x.exponent - exponent), powerOfTwo(-exponent)];
  return { ...x, exponent, values: x.values.map((v, c) => v * own + offsets[c] * others) };
}

function sum(a: Signal, b: Signal): Signal {
  const exponent = Math.max(a.exponent, b.exponent);
  const [ofA, ofB] = [powerOfTwo(a.exponent - exponent), powerOfTwo(b.exponent - exponent)];
  const values = a.values.map((v, c) => v * ofA + b.values[c] * ofB);
  return normalised({ shape: a.shape, values, exponent });
}

/** The same signal, with values that are far from the ends of double precision. */
function normalised(x: Signal): Signal {
  const largest = largestOf(x.values);
  if (!(largest > 0 && largest < Infinity)) return x;
  const shift = binaryExponent(largest);
  if (Math.abs(shift) < 128) return x;
  const factor = powerOfTwo(-shift);
  return { ...x, values: x.values.map((v) => v * factor), exponent: x.exponent + shift };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
