import type { DenseLayer } from '../../../models/layer.js';
import type { Run } from '../pass.js';
import { addColumnSums, addProduct, addProductWithTransposed } from '../products.js';

/** Y = X W^T + b for the rows of a batch. */
export const runDense: Run<DenseLayer> = ({ units, bias = true }, { name }, input, pass) => {
  const { parameters, count } = pass;
  const size = input.length / count;
  const weight = parameters[`${name}.weight`];
  const output = new Float64Array(count * units);
  if (bias) {
    for (let row = 0; row < count; row++) output.set(parameters[`${name}.bias`], row * units);
  }
  addProductWithTransposed(output, input, weight, count, size, units);
  return {
    output,
    back: (upstream, gradients) => {
      if (bias) addColumnSums(gradients[`${name}.bias`], upstream);
      const { [`${name}.weight`]: gradient } = gradients;
      addProduct(gradient, upstream, input, units, count, size, { transposed: true });
      const inputGradient = new Float64Array(input.length);
      addProduct(inputGradient, upstream, weight, count, units, size);
      return inputGradient;
    },
  };
};
