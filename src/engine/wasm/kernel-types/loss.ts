import type { Pointer } from '../kernels.js';

/** assembly/loss.ts */
export interface LossKernels {
  softmaxCrossEntropy(
    classes: number,
    logits: Pointer,
    labels: Pointer,
    count: number,
    stride: number,
    gradient: Pointer,
    result: Pointer,
  ): void;
}
