import type { Conv2dLayer } from '../../../models/layer.js';
import type { Run } from '../pass.js';
import { addProduct, addProductWithTransposed } from '../products.js';
import { patchesOf } from './columns.js';

/** Y = W P + b for every example and group, P the columns of patches. */
export const runConvolution: Run<Conv2dLayer> = (layer, place, input, { parameters, count }) => {
  const { groups = 1, bias = true } = layer;
  const { name } = place;
  const patches = patchesOf(layer, place);
  const { rows, pixels } = patches;
  const channels = layer.channels / groups;
  const weight = parameters[`${name}.weight`];
  const output = new Float64Array(count * layer.channels * pixels);
  const columns = new Float64Array(rows * pixels);

  /** Part `group` of `of` equal ones. */
  const part = (values: Float64Array, group: number, of: number): Float64Array =>
    values.subarray((group * values.length) / of, ((group + 1) * values.length) / of);

  if (bias) {
    const shifts = parameters[`${name}.bias`];
    for (let plane = 0; plane < count * layer.channels; plane++) {
      output.fill(shifts[plane % layer.channels], plane * pixels, (plane + 1) * pixels);
    }
  }
  for (let each = 0; each < count * groups; each++) {
    patches.gather(part(input, each, count * groups), columns);
    const y = part(output, each, count * groups);
    addProduct(y, part(weight, each % groups, groups), columns, channels, rows, pixels);
  }
  return {
    output,
    back: (upstream, gradients) => {
      if (bias) addPlaneSums(gradients[`${name}.bias`], upstream, pixels);
      const inputGradient = new Float64Array(input.length);
      const back = new Float64Array(rows * pixels);
      for (let each = 0; each < count * groups; each++) {
        const dy = part(upstream, each, count * groups);
        patches.gather(part(input, each, count * groups), columns);
        const weightGradient = part(gradients[`${name}.weight`], each % groups, groups);
        addProductWithTransposed(weightGradient, dy, columns, channels, pixels, rows);
        back.fill(0);
        const w = part(weight, each % groups, groups);
        addProduct(back, w, dy, rows, channels, pixels, { transposed: true });
        patches.scatter(back, part(inputGradient, each, count * groups));
      }
      return inputGradient;
    },
  };
};

/** Adds the sum of each plane to the entry of its channel. */
function addPlaneSums(sums: Float64Array, planes: Float64Array, pixels: number): void {
  for (let plane = 0; plane * pixels < planes.length; plane++) {
    let sum = 0;
    for (let i = plane * pixels; i < (plane + 1) * pixels; i++) sum += planes[i];
    sums[plane % sums.length] += sum;
  }
}
