import { UserError } from '../errors.js';
import type { Rng } from '../math/rng.js';
import { type Model, type Parameters, type ParameterSpec, parameterSpecs } from './model.js';

/**
 * How a weight is drawn. With f = kernel area, fan_in = f * inputs (per group) and
 * fan_out = f * outputs; each gate of a GRU has fans of its own.
 *
 * - `glorot-normal`: N(0, 2 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 12, as a Gaussian), not
 *   truncated. TensorFlow's `glorot_normal` cuts the tails off; the lottery-ticket paper says only
 *   "Gaussian Glorot".
 * - `kaiming-normal`, `kaiming-normal-fan-out`: N(0, 2 / fan_in), N(0, 2 / fan_out) (He et al. 2015,
 *   eqs. 10 and 14), for ReLU networks; not truncated.
 * - `variance-scaling`, `variance-scaling-glorot`, `variance-scaling-he`: as TensorFlow's
 *   `variance_scaling_initializer` with scale 1 and fan_in (its defaults, and those of SNIP's code),
 *   scale 1 and the mean of both fans (VS-X in SNIP's table 3), scale 2 and fan_in (VS-H): variances
 *   1 / fan_in, 2 / (fan_in + fan_out) and 2 / fan_in, from a Gaussian cut off at two of its standard
 *   deviations; what lies beyond is drawn again. As there, the Gaussian is wider by 1 / 0.8796 than
 *   the variance wanted, to make up for the cut.
 * - `normal`: N(0, `deviation`^2) whatever the fans (RN in SNIP's table 3, whose deviation we do not
 *   know).
 * - `pytorch-default`: U(-1 / sqrt(fan_in), 1 / sqrt(fan_in)), which PyTorch calls
 *   `kaiming_uniform_(a=sqrt(5))`; for a GRU, PyTorch has the number of units instead of fan_in.
 */
export const weightDraws = [
  'glorot-normal',
  'kaiming-normal',
  'kaiming-normal-fan-out',
  'variance-scaling',
  'variance-scaling-glorot',
  'variance-scaling-he',
  'normal',
  'pytorch-default',
] as const;

/** One of `weightDraws`. */
export type WeightDraw = (typeof weightDraws)[number];

/** The standard deviation of a standard normal number cut off at -2 and 2. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/** How a model's parameters start, in words that a config can hold. */
export interface InitialiseOptions {
  readonly weights: WeightDraw;
  /** Of dense layers and GRUs; `weights` when left out. */
  readonly denseWeights?: WeightDraw;
  /** The standard deviation of `normal`; 1 when left out, as TensorFlow's `random_normal`. */
  readonly deviation?: number;
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
 * Shifts and running means start at 0, running variances at 1. Throws a `UserError` if `deviation` is
 * not a positive number.
 */
export function initialise(model: Model, rng: Rng, options: InitialiseOptions): Parameters {
  const { weights, denseWeights = weights, deviation = 1 } = options;
  const { biases = 'zero', scales = 'one' } = options;
  if (!(deviation > 0 && deviation < Infinity)) {
    throw new UserError(`The deviation of weights must be a positive number, but is ${deviation}.`);
  }
  const parameters: Record<string, Float32Array> = {};
  let fanIn = 1; // of the weight before: a bias follows the weight of its layer
  for (const spec of parameterSpecs(model)) {
    const values = new Float32Array(spec.size);
    parameters[spec.name] = values;
    switch (spec.role) {
      case 'weight':
        fill(
          values,
          drawOf(spec.shape.length === 2 ? denseWeights : weights, spec, deviation, rng),
        );
        fanIn = fansOf(spec).fanIn;
        break;
      case 'bias':
        if (biases === 'pytorch-default') fill(values, uniform(1 / Math.sqrt(fanIn), rng));
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

/** What draws the values of a weight; `fixed` is the deviation of `normal`. */
function drawOf(draw: WeightDraw, spec: ParameterSpec, fixed: number, rng: Rng): () => number {
  const { fanIn, fanOut } = fansOf(spec);
  switch (draw) {
    case 'glorot-normal':
      return normal(Math.sqrt(2 / (fanIn + fanOut)), rng);
    case 'kaiming-normal':
      return normal(Math.sqrt(2 / fanIn), rng);
    case 'kaiming-normal-fan-out':
      return normal(Math.sqrt(2 / fanOut), rng);
    case 'variance-scaling':
      return truncatedNormal(Math.sqrt(1 / fanIn), rng);
    case 'variance-scaling-glorot':
      return truncatedNormal(Math.sqrt(2 / (fanIn + fanOut)), rng);
    case 'variance-scaling-he':
      return truncatedNormal(Math.sqrt(2 / fanIn), rng);
    case 'normal':
      return normal(fixed, rng);
    case 'pytorch-default':
      return uniform(1 / Math.sqrt(fanIn), rng);
  }
}

function fansOf({ shape, stacked = 1 }: ParameterSpec): { fanIn: number; fanOut: number } {
  const [outputs, inputs, ...kernel] = shape;
  const area = kernel.reduce((a, b) => a * b, 1);
  return { fanIn: area * inputs, fanOut: (area * outputs) / stacked };
}

function normal(deviation: number, rng: Rng): () => number {
  return () => deviation * rng.normal();
}

/** A Gaussian cut off at two of its standard deviations, which has `deviation` after that. */
function truncatedNormal(deviation: number, rng: Rng): () => number {
  const scale = deviation / TRUNCATED_DEVIATION;
  return () => {
    let value = rng.normal();
    while (Math.abs(value) > 2) value = rng.normal();
    return scale * value;
  };
}

function uniform(bound: number, rng: Rng): () => number {
  return () => bound * (2 * rng.uniform() - 1);
}

function fill(values: Float32Array, draw: () => number): void {
  for (let i = 0; i < values.length; i++) values[i] = draw();
}
