import type { Operator, Workshop } from '../operator.js';
import { createTensor, type Tensor } from '../memory/tensor.js';
import { blocksIn, runBytes, runsOf } from './grid.js';

/** y = a + b, then max(0, y) if `rectify`; both have the same shape and layout. */
export function addOperator(
  { batchSize }: Workshop,
  name: string,
  [first, second]: readonly [Tensor, Tensor],
  rectify: boolean,
): Operator {
  const output = createTensor(name, first.shape, first.layout);
  return {
    name,
    inputs: [first, second],
    output,
    parameters: [],
    keeps: rectify ? [output] : [],
    scratchBytes: 0,
    bind: (kernels, _, [addsToFirst, addsToSecond]) => {
      const a = runsOf(first, batchSize);
      const b = runsOf(second, batchSize);
      const y = runsOf(output, batchSize);
      return {
        forward: (batch) => {
          const bytes = runBytes(output, batch);
          for (let i = 0; i < blocksIn(output, batch); i++) {
            kernels.add(
              y.count,
              bytes,
              first.values + a.offset + i * a.blockBytes,
              a.stride,
              second.values + b.offset + i * b.blockBytes,
              b.stride,
              output.values + y.offset + i * y.blockBytes,
              y.stride,
              rectify,
            );
          }
        },
        backward: (batch) => {
          const bytes = runBytes(output, batch);
          for (let i = 0; i < blocksIn(output, batch); i++) {
            const at = y.offset + i * y.blockBytes;
            kernels.addGradient(
              y.count,
              bytes,
              rectify ? output.values + at : 0,
              y.stride,
              output.gradient + at,
              y.stride,
              first.gradient && first.gradient + a.offset + i * a.blockBytes,
              a.stride,
              addsToFirst,
              second.gradient && second.gradient + b.offset + i * b.blockBytes,
              b.stride,
              addsToSecond,
            );
          }
        },
      };
    },
  };
}
