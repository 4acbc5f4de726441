import type { Pointer } from '../kernels.js';

/** assembly/loss.ts, loss-cross-entropy.ts and loss-outputs.ts */
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
  weightedCrossEntropy(
    classes: number,
    logits: Pointer,
    labels: Pointer,
    count: number,
    stride: number,
    smoothing: number,
    weights: Pointer,
    gradient: Pointer,
    result: Pointer,
  ): void;
  outputLoss(
    code: number,
    delta: number,
    outputs: number,
    z: Pointer,
    targets: Pointer,
    count: number,
    stride: number,
    gradient: Pointer,
    result: Pointer,
  ): void;
  multiMargin(
    classes: number,
    logits: Pointer,
    labels: Pointer,
    count: number,
    stride: number,
    gradient: Pointer,
    result: Pointer,
  ): void;
  countRight(
    classes: number,
    logits: Pointer,
    labels: Pointer,
    count: number,
    stride: number,
    result: Pointer,
  ): void;
  oneHot(classes: number, labels: Pointer, count: number, stride: number, targets: Pointer): void;
}
