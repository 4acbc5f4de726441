import type { Loss } from '../loss.js';
import type { Arena } from './arena.js';
import type { Kernels, Pointer } from './kernels.js';
import { features, rowStride, type Tensor } from './tensor.js';
export function reserveLoss(arena: Arena): { result: Pointer } {
  return { result: arena.reserve('result', 16) };
}
export function createLoss(
  _loss: Loss | undefined,
  kernels: Kernels,
  output: Tensor,
  batchSize: number,
  labels: Pointer,
  result: Pointer,
): (count: number) => void {
  const stride = rowStride(batchSize);
  return (count) => {
    kernels.softmaxCrossEntropy(
      features(output),
      output.values,
      labels,
      count,
      stride,
      output.gradient,
      result,
    );
  };
}
