import { flattenOperator } from '../../../../src/engine/wasm/operators/flatten.js';
import { assertTensorClose } from '../examples.js';
import { runOperator } from './harness.js';
import { normals, variations } from './variations.js';

describe('flattening', () => {
  it('brings pictures to rows in the order C, H, W, and gradients back', () => {
    for (const each of variations('flatten', ['blocks'])) {
      const { rng, count, shape, adds, ...trial } = each;
      const values = normals(rng, count, shape);
      const upstream = normals(rng, count, shape);
      const before = adds ? normals(rng, count, shape) : undefined;
      const { output, inputGradients } = runOperator({
        ...trial,
        count,
        inputs: [{ ...trial, shape, values, ...(before && { before }) }],
        upstream,
        create: (workshop, [input]) => flattenOperator(workshop, 'flat', input),
      });
      assertTensorClose(output, values, 0, each.what);
      const expected = upstream.map((g, i) => g + (before?.[i] ?? 0));
      assertTensorClose(inputGradients[0], expected, 0, each.what);
    }
  });
});
