import type { BatchNormLayer } from '../../../models/layer.js';
import type { BatchStatistics, Place, Run } from '../pass.js';

/** With n = (x - mean) / sqrt(variance + epsilon): y = scale n + shift, channel by channel. */
export const runBatchNorm: Run<BatchNormLayer> = (layer, place, input, pass) => {
  const { epsilon = 1e-5 } = layer;
  const { name } = place;
  const { parameters, mode, statistics } = pass;
  const [channels, height, width] = place.input;
  const pixels = height * width;
  const values = input.length / channels; // of each channel
  const { [`${name}.scale`]: scale, [`${name}.shift`]: shift } = parameters;
  let { [`${name}.mean`]: mean, [`${name}.variance`]: variance } = parameters;
  if (mode === 'train') {
    ({ mean, variance } = measure(input, place, values));
    statistics.set(name, unbiased(mean, variance, values));
  }
  const inverse = variance.map((v) => 1 / Math.sqrt(v + epsilon));
  const normal = new Float64Array(input.length);
  const output = new Float64Array(input.length);
  visitPlanes(place, input.length, (c, from) => {
    for (let i = from; i < from + pixels; i++) {
      normal[i] = (input[i] - mean[c]) * inverse[c];
      output[i] = scale[c] * normal[i] + shift[c];
    }
  });
  return {
    output,
    back: (upstream, gradients) => {
      const sums = new Float64Array(channels); // of upstream, and of upstream times n
      const products = new Float64Array(channels);
      visitPlanes(place, input.length, (c, from) => {
        for (let i = from; i < from + pixels; i++) {
          sums[c] += upstream[i];
          products[c] += upstream[i] * normal[i];
        }
      });
      add(gradients[`${name}.shift`], sums);
      add(gradients[`${name}.scale`], products);
      const inputGradient = new Float64Array(input.length);
      // The batch's own mean and variance move with x; running ones do not.
      const share = mode === 'train' ? 1 / values : 0;
      visitPlanes(place, input.length, (c, from) => {
        const factor = scale[c] * inverse[c];
        for (let i = from; i < from + pixels; i++) {
          const moved = share * (sums[c] + normal[i] * products[c]);
          inputGradient[i] = factor * (upstream[i] - moved);
        }
      });
      return inputGradient;
    },
  };
};

/** Mean and biased variance of every channel. */
function measure(input: Float64Array, place: Place, values: number): BatchStatistics {
  const [channels, height, width] = place.input;
  const pixels = height * width;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  visitPlanes(place, input.length, (c, from) => {
    for (let i = from; i < from + pixels; i++) mean[c] += input[i] / values;
  });
  visitPlanes(place, input.length, (c, from) => {
    for (let i = from; i < from + pixels; i++) variance[c] += (input[i] - mean[c]) ** 2 / values;
  });
  return { mean, variance };
}

function unbiased(mean: Float64Array, variance: Float64Array, values: number): BatchStatistics {
  return { mean, variance: variance.map((v) => v * (values / Math.max(1, values - 1))) };
}

/** Calls `visit` with the channel and the first place of every plane. */
function visitPlanes(
  { input: [channels, height, width] }: Place,
  length: number,
  visit: (channel: number, from: number) => void,
): void {
  const pixels = height * width;
  for (let plane = 0; plane * pixels < length; plane++) visit(plane % channels, plane * pixels);
}

function add(sum: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += values[i];
}
