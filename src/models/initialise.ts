import type { Rng } from '../math/rng.js';
import { type Model, type Parameters, type ParameterSpec, parameterSpecs } from './model.js';

/**
 * How a weight is drawn. With f = kernel area, fan_in = f * inputs (per group) and
 * fan_out = f * outputs; no distribution is truncated.
 *
 * - `glorot-normal`: N(0, 2 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 12, as a Gaussian).
 *   TensorFlow's `glorot_normal` cuts the tails off; the lottery-ticket paper says only "Gaussian
 *   Glorot".
 * - `kaiming-normal`, `kaiming-normal-fan-out`: N(0, 2 / fan_in), N(0, 2 / fan_out) (He et al. 2015,
 *   eqs. 10 and 14), for ReLU networks.
 * - `pytorch-default`: U(-1 / sqrt(fan_in), 1 / sqrt(fan_in)), which PyTorch calls
 *   `kaiming_uniform_(a=sqrt(5))`.
 */
export type WeightDraw =
  'glorot-normal' | 'kaiming-normal' | 'kaiming-normal-fan-out' | 'pytorch-default';

/** How a model's parameters start, in words that a config can hold. */
export interface InitialiseOptions {
  readonly weights: WeightDraw;
  /** Of dense layers; `weights` when left out. */
  readonly denseWeights?: WeightDraw;
  /**
   * `zero` when left out; `pytorch-default` is U(-1 / sqrt(fan_in), 1 / sqrt(fan_in)), with the
   * fan_in of the layer's weight.
   */
  readonly biases?: 'zero' | 'pytorch-default';
  /** Of normalisations: `one` when left out; `uniform` is U(0, 1), as in open_lth. */
  readonly scales?: 'one' | 'uniform';
}

/**
 * Draws the parameters of a model, one after the other in the order of `parameterSpecs`.
 *
 * Shifts and running means start at 0, running variances at 1.
 */
export function initialise(
  model: Model,
  rng: Rng,
  { weights, denseWeights = weights, biases = 'zero', scales = 'one' }: InitialiseOptions,
): Parameters {
  const parameters: Record<string, Float32Array> = {};
  let fanIn = 1; // of the weight before: a bias follows the weight of its layer
  for (const spec of parameterSpecs(model)) {
    const values = new Float32Array(spec.size);
    parameters[spec.name] = values;
    switch (spec.role) {
      case 'weight':
        drawWeight(values, spec, spec.shape.length === 2 ? denseWeights : weights, rng);
        fanIn = fansOf(spec).fanIn;
        break;
      case 'bias':
        if (biases === 'pytorch-default') drawUniform(values, 1 / Math.sqrt(fanIn), rng);
        break;
      case 'scale':
        for (let i = 0; i < values.length; i++) values[i] = scales === 'one' ? 1 : rng.uniform();
        break;
      case 'variance':
        values.fill(1);
        break;
      case 'shift':
      case 'mean':
    }
  }
  return parameters;
}

/** Draws the weights from the Gaussian Glorot distribution; biases are zero. See `initialise`. */
export function glorotNormal(model: Model, rng: Rng): Parameters {
  return initialise(model, rng, { weights: 'glorot-normal' });
}

function drawWeight(values: Float32Array, spec: ParameterSpec, draw: WeightDraw, rng: Rng): void {
  const { fanIn, fanOut } = fansOf(spec);
  if (draw === 'pytorch-default') {
    drawUniform(values, 1 / Math.sqrt(fanIn), rng);
    return;
  }
  const fans = {
    'glorot-normal': fanIn + fanOut,
    'kaiming-normal': fanIn,
    'kaiming-normal-fan-out': fanOut,
  };
  const deviation = Math.sqrt(2 / fans[draw]);
  for (let i = 0; i < values.length; i++) values[i] = deviation * rng.normal();
}

function fansOf({ shape }: ParameterSpec): { fanIn: number; fanOut: number } {
  const [outputs, inputs, ...kernel] = shape;
  const area = kernel.reduce((a, b) => a * b, 1);
  return { fanIn: area * inputs, fanOut: area * outputs };
}

function drawUniform(values: Float32Array, bound: number, rng: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * rng.uniform() - 1);
}
