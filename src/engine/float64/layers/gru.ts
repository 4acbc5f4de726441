import type { GruLayer, Shape } from '../../../models/layer.js';
import type { Run } from '../pass.js';
import { addColumnSums, addProduct, addProductWithTransposed } from '../products.js';
import { sigmoid } from './activation.js';

/** What the time steps leave behind; all rows lie as [time, example]. */
interface Trace {
  /** h_0 to h_T, [T + 1, count, units]. */
  readonly states: Float64Array;
  /** r, z, n and q = W_hn h + b_hn of every step, each [T, count, units]. */
  readonly r: Float64Array;
  readonly z: Float64Array;
  readonly n: Float64Array;
  readonly q: Float64Array;
}

/** dR/d(sums before the gates), of r, z and n next to each other: [T, count, 3 units]. */
interface SumGradients {
  readonly input: Float64Array;
  readonly recurrent: Float64Array;
}

/** The last state of a GRU on the rows of pictures, by the equations of `GruLayer`. */
export const runGru: Run<GruLayer> = ({ units }, { name, input: shape }, input, pass) => {
  const { parameters, count } = pass;
  const steps = shape[1];
  const rows = steps * count;
  const features = shape[0] * shape[2];
  const { [`${name}.input.weight`]: weight, [`${name}.recurrent.weight`]: recurrent } = parameters;
  const x = new Float64Array(input.length);
  forEachPixel(shape, count, (picture, row) => (x[row] = input[picture]));
  const ofInput = repeated(parameters[`${name}.input.bias`], rows);
  addProductWithTransposed(ofInput, x, weight, rows, features, 3 * units);
  const bias = parameters[`${name}.recurrent.bias`];
  const trace = runSteps(ofInput, recurrent, bias, steps, count, units);
  return {
    output: trace.states.slice(rows * units),
    back: (upstream, gradients) => {
      const sums = backThroughTime(trace, recurrent, upstream, steps, count, units);
      const before = trace.states.subarray(0, rows * units);
      const { [`${name}.input.weight`]: ofWeight, [`${name}.recurrent.weight`]: ofRecurrent } =
        gradients;
      addProduct(ofWeight, sums.input, x, 3 * units, rows, features, { transposed: true });
      addProduct(ofRecurrent, sums.recurrent, before, 3 * units, rows, units, { transposed: true });
      addColumnSums(gradients[`${name}.input.bias`], sums.input);
      addColumnSums(gradients[`${name}.recurrent.bias`], sums.recurrent);
      const xGradient = new Float64Array(input.length);
      addProduct(xGradient, sums.input, weight, rows, 3 * units, features);
      const inputGradient = new Float64Array(input.length);
      forEachPixel(shape, count, (picture, row) => (inputGradient[picture] = xGradient[row]));
      return inputGradient;
    },
  };
};

/** Visits the place of every value in pictures [count, C, T, W] and in their rows [T, count, C W]. */
function forEachPixel(
  [channels, steps, width]: Shape,
  count: number,
  visit: (picture: number, row: number) => void,
): void {
  let picture = 0;
  for (let example = 0; example < count; example++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let t = 0; t < steps; t++) {
        const row = ((t * count + example) * channels + channel) * width;
        for (let x = 0; x < width; x++) visit(picture++, row + x);
      }
    }
  }
}

function repeated(bias: Float64Array, rows: number): Float64Array {
  const all = new Float64Array(rows * bias.length);
  for (let row = 0; row < rows; row++) all.set(bias, row * bias.length);
  return all;
}

/** All time steps, from the sums W_i x + b_i of r, z and n, [T, count, 3 units]. */
function runSteps(
  ofInput: Float64Array,
  weight: Float64Array,
  bias: Float64Array,
  steps: number,
  count: number,
  units: number,
): Trace {
  const block = count * units;
  const states = new Float64Array((steps + 1) * block);
  const [r, z, n, q] = Array.from({ length: 4 }, () => new Float64Array(steps * block));
  const ofState = new Float64Array(3 * block);
  for (let t = 0; t < steps; t++) {
    for (let row = 0; row < count; row++) ofState.set(bias, row * 3 * units);
    const state = states.subarray(t * block, (t + 1) * block);
    addProductWithTransposed(ofState, state, weight, count, units, 3 * units);
    for (let i = 0; i < block; i++) {
      const at = t * block + i;
      const sum = i + 2 * units * Math.floor(i / units); // in rows of 3 units
      const ofStep = 3 * t * block + sum;
      r[at] = sigmoid(ofInput[ofStep] + ofState[sum]);
      z[at] = sigmoid(ofInput[ofStep + units] + ofState[sum + units]);
      q[at] = ofState[sum + 2 * units];
      n[at] = Math.tanh(ofInput[ofStep + 2 * units] + r[at] * q[at]);
      states[at + block] = (1 - z[at]) * n[at] + z[at] * state[i];
    }
  }
  return { states, r, z, n, q };
}

/** Goes back from dR/dh_T through all time steps. */
function backThroughTime(
  { states, r, z, n, q }: Trace,
  weight: Float64Array,
  upstream: Float64Array,
  steps: number,
  count: number,
  units: number,
): SumGradients {
  const block = count * units;
  const input = new Float64Array(3 * steps * block);
  const recurrent = new Float64Array(3 * steps * block);
  const dh = upstream.slice();
  for (let t = steps - 1; t >= 0; t--) {
    for (let i = 0; i < block; i++) {
      const at = t * block + i;
      const sum = 3 * t * block + i + 2 * units * Math.floor(i / units);
      const dn = dh[i] * (1 - z[at]) * (1 - n[at] * n[at]);
      const dr = dn * q[at] * r[at] * (1 - r[at]);
      const dz = dh[i] * (states[at] - n[at]) * z[at] * (1 - z[at]);
      input[sum] = recurrent[sum] = dr;
      input[sum + units] = recurrent[sum + units] = dz;
      input[sum + 2 * units] = dn;
      recurrent[sum + 2 * units] = dn * r[at];
      dh[i] *= z[at];
    }
    const sums = recurrent.subarray(3 * t * block, 3 * (t + 1) * block);
    addProduct(dh, sums, weight, count, 3 * units, units);
  }
  return { input, recurrent };
}
