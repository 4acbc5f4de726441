import type { Batch, Operator, Workshop } from '../operator.js';
import {
  BLOCK_LANES,
  blockBytes,
  blocksOf,
  createTensor,
  features,
  interiorOffset,
  lineBytes,
  rowStride,
  type Tensor,
  vectorsOf,
} from '../memory/tensor.js';

/** From blocks to rows, in the order C, H, W. */
export function flattenOperator({ batchSize }: Workshop, name: string, input: Tensor): Operator {
  const output = createTensor(name, [features(input), 1, 1], 'rows');
  const [channels, height, width] = input.shape;
  const stride = rowStride(batchSize);
  return {
    name,
    inputs: [input],
    output,
    parameters: [],
    keeps: [],
    scratchBytes: 0,
    bind: (kernels, _, [adds]) => {
      const line = lineBytes(input);
      /** Calls `copy` with the place of every block, of its columns, and its vectors. */
      const forBlocks = (
        { count }: Batch,
        copy: (place: number, column: number, vectors: number) => void,
      ): void => {
        for (let i = 0; i < blocksOf(count); i++) {
          const place = interiorOffset(input) + i * blockBytes(input);
          copy(place, i * BLOCK_LANES * 4, vectorsOf(count, i));
        }
      };
      const forward = (place: number, column: number, vectors: number): void => {
        const x = input.values + place;
        const y = output.values + column;
        kernels.flatten(channels, height, width, line, x, y, stride, vectors);
      };
      const backward = (place: number, column: number, vectors: number): void => {
        const dx = input.gradient + place;
        const dy = output.gradient + column;
        kernels.unflatten(channels, height, width, line, dx, dy, stride, vectors, adds);
      };
      return {
        forward: (batch) => forBlocks(batch, forward),
        backward: (batch) => {
          if (input.gradient !== 0) forBlocks(batch, backward);
        },
      };
    },
  };
}
