import { addOperator } from '../../../../src/engine/wasm/operators/add.js';
import { assertTensorClose } from '../examples.js';
import { runOperator } from './harness.js';
import { normals, variations } from './variations.js';

describe('sums of two tensors', () => {
  for (const rectify of [false, true]) {
    it(`have the right values and gradients ${rectify ? 'behind' : 'without'} a ReLU`, () => {
      for (const each of variations('add', ['rows', 'blocks'])) {
        const { rng, count, shape, adds, ...trial } = each;
        const a = normals(rng, count, shape);
        const b = normals(rng, count, shape);
        const upstream = normals(rng, count, shape);
        const before = normals(rng, count, shape);
        const { output, inputGradients } = runOperator({
          ...trial,
          count,
          inputs: [
            { ...trial, shape, values: a, ...(adds && { before }) },
            { ...trial, halo: trial.outputHalo, shape, values: b, ...(!adds && { before }) },
          ],
          upstream,
          create: (workshop, [first, second]) =>
            addOperator(workshop, 'sum', [first, second], rectify),
        });
        const sum = a.map((value, i) => value + b[i]);
        const y = rectify ? sum.map((value) => Math.max(0, value)) : sum;
        const d = upstream.map((g, i) => (!rectify || sum[i] > 0 ? g : 0));
        const raised = d.map((g, i) => g + before[i]);
        assertTensorClose(output, y, 0, each.what);
        assertTensorClose(inputGradients[0], adds ? raised : d, 0, `first ${each.what}`);
        assertTensorClose(inputGradients[1], adds ? d : raised, 0, `second ${each.what}`);
      }
    });
  }
});
