// A network in double precision, written for clarity: what the engine is checked against. It is
// itself checked against PyTorch's numbers in reference.test.ts.
import type { DenseLayer, Layer } from '../../../src/models/layer.js';

export type Doubles = Readonly<Record<string, Float64Array>>;

export interface Pass {
  readonly logits: Float64Array[];
  readonly loss: number;
  readonly gradients: Doubles;
}

/** Forward and backward pass of the mean cross-entropy over `inputs`. */
export function referencePass(
  layers: readonly Layer[],
  parameters: Doubles,
  inputs: readonly Float64Array[],
  labels: ArrayLike<number>,
): Pass {
  const gradients = Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, new Float64Array(values.length)]),
  );
  const logits: Float64Array[] = [];
  let loss = 0;
  inputs.forEach((input, example) => {
    const outputs = [input];
    for (const layer of layers) outputs.push(forward(layer, parameters, outputs.at(-1)!));
    const z = outputs.at(-1)!;
    logits.push(z);
    const largest = Math.max(...z);
    const sum = z.reduce((total, value) => total + Math.exp(value - largest), 0);
    loss += Math.log(sum) - (z[labels[example]] - largest);
    let error: Float64Array = z.map((value, j) => {
      const probability = Math.exp(value - largest) / sum;
      return (probability - (j === labels[example] ? 1 : 0)) / inputs.length;
    });
    for (let i = layers.length - 1; i >= 0; i--) {
      error = backward(layers[i], parameters, gradients, outputs[i], outputs[i + 1], error);
    }
  });
  return { logits, loss: loss / inputs.length, gradients };
}

function forward(layer: Layer, parameters: Doubles, x: Float64Array): Float64Array {
  if (layer.kind === 'relu') return x.map((value) => Math.max(0, value));
  if (layer.kind === 'tanh') return x.map(Math.tanh);
  assertDense(layer);
  const weight = parameters[`${layer.name}.weight`];
  return parameters[`${layer.name}.bias`].map((bias, unit) =>
    x.reduce((sum, value, i) => sum + weight[unit * x.length + i] * value, bias),
  );
}

/** Adds to the gradients of the layer's parameters and returns that of its input. */
function backward(
  layer: Layer,
  parameters: Doubles,
  gradients: Doubles,
  x: Float64Array,
  y: Float64Array,
  error: Float64Array,
): Float64Array {
  if (layer.kind === 'relu') return error.map((e, i) => (y[i] > 0 ? e : 0));
  if (layer.kind === 'tanh') return error.map((e, i) => e * (1 - y[i] * y[i]));
  assertDense(layer);
  const weight = parameters[`${layer.name}.weight`];
  const weightGradient = gradients[`${layer.name}.weight`];
  const biasGradient = gradients[`${layer.name}.bias`];
  const inputError = new Float64Array(x.length);
  error.forEach((e, unit) => {
    biasGradient[unit] += e;
    for (let i = 0; i < x.length; i++) {
      weightGradient[unit * x.length + i] += e * x[i];
      inputError[i] += e * weight[unit * x.length + i];
    }
  });
  return inputError;
}

/** The parameters in double precision, pruned weights set to zero if there is a mask. */
export function toDoubles(
  parameters: Readonly<Record<string, ArrayLike<number>>>,
  mask: Readonly<Record<string, Uint8Array>> = {},
): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [
      name,
      Float64Array.from(values, (value, i) => (mask[name]?.[i] === 0 ? 0 : Math.fround(value))),
    ]),
  );
}

/** Updates parameters from gradients, as an optimiser in double precision. */
export type ReferenceUpdate = (
  parameters: Record<string, Float64Array>,
  gradients: Doubles,
) => void;

export function referenceSgd(
  learningRate: number,
  momentum: number,
  weightDecay: number,
): ReferenceUpdate {
  const velocities: Record<string, Float64Array> = {};
  return (parameters, gradients) => {
    for (const [name, values] of Object.entries(parameters)) {
      const velocity = (velocities[name] ??= new Float64Array(values.length));
      values.forEach((w, i) => {
        velocity[i] = momentum * velocity[i] + gradients[name][i] + weightDecay * w;
        values[i] = w - learningRate * velocity[i];
      });
    }
  };
}

export function referenceAdam(
  learningRate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  weightDecay: number,
): ReferenceUpdate {
  const means: Record<string, Float64Array> = {};
  const squares: Record<string, Float64Array> = {};
  let t = 0;
  return (parameters, gradients) => {
    t++;
    for (const [name, values] of Object.entries(parameters)) {
      const mean = (means[name] ??= new Float64Array(values.length));
      const square = (squares[name] ??= new Float64Array(values.length));
      values.forEach((w, i) => {
        const g = gradients[name][i] + weightDecay * w;
        mean[i] = beta1 * mean[i] + (1 - beta1) * g;
        square[i] = beta2 * square[i] + (1 - beta2) * g * g;
        const correctedMean = mean[i] / (1 - Math.pow(beta1, t));
        const correctedSquare = square[i] / (1 - Math.pow(beta2, t));
        values[i] = w - (learningRate * correctedMean) / (Math.sqrt(correctedSquare) + epsilon);
      });
    }
  };
}

function assertDense(layer: Layer): asserts layer is DenseLayer {
  if (layer.kind !== 'dense') throw new Error(`The reference knows no ${layer.kind}.`);
}
