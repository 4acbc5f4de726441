import type { LayerNormLayer } from '../../../models/layer.js';
import type { Run } from '../pass.js';

/** With n = (x - mean) / sqrt(variance + epsilon) over an example: y = scale n + shift. */
export const runLayerNorm: Run<LayerNormLayer> = (layer, { name }, input, pass) => {
  const { epsilon = 1e-5 } = layer;
  const { [`${name}.scale`]: scale, [`${name}.shift`]: shift } = pass.parameters;
  const features = scale.length;
  const normal = new Float64Array(input.length);
  const inverse = new Float64Array(pass.count);
  for (let row = 0; row < pass.count; row++) {
    const x = input.subarray(row * features, (row + 1) * features);
    const mean = x.reduce((sum, value) => sum + value, 0) / features;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / features;
    inverse[row] = 1 / Math.sqrt(variance + epsilon);
    for (let i = 0; i < features; i++) normal[row * features + i] = (x[i] - mean) * inverse[row];
  }
  return {
    output: normal.map((n, i) => n * scale[i % features] + shift[i % features]),
    back: (upstream, gradients) => {
      const { [`${name}.scale`]: scaleGradient, [`${name}.shift`]: shiftGradient } = gradients;
      const inputGradient = new Float64Array(input.length);
      for (let row = 0; row < pass.count; row++) {
        const start = row * features;
        let [sum, product] = [0, 0];
        for (let i = 0; i < features; i++) {
          const dy = upstream[start + i];
          shiftGradient[i] += dy;
          scaleGradient[i] += dy * normal[start + i];
          sum += dy * scale[i];
          product += dy * scale[i] * normal[start + i];
        }
        for (let i = 0; i < features; i++) {
          const moved = (sum + normal[start + i] * product) / features;
          inputGradient[start + i] = inverse[row] * (upstream[start + i] * scale[i] - moved);
        }
      }
      return inputGradient;
    },
  };
};
