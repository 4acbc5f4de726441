import type { Kernels, Pointer } from '../kernels.js';
import type { Batch } from '../operator.js';
import { blocksOf, pixelBytes, type Tensor, vectorsOf } from '../memory/tensor.js';

/** Calls `visit` for every block of a batch, with the vectors in use there. */
export function forEachBlock(
  { count }: Batch,
  visit: (block: number, vectors: number) => void,
): void {
  for (let block = 0; block < blocksOf(count); block++) visit(block, vectorsOf(count, block));
}

/** Zeroes the halo of the block of a tensor, or of its gradient, that begins at `block`. */
export function clearHalo(kernels: Kernels, tensor: Tensor, block: Pointer): void {
  const [, height, width] = tensor.shape;
  if (tensor.halo > 0) kernels.zeroHalo(block, height, width, tensor.halo, pixelBytes(tensor));
}
