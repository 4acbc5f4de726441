import type { Pointer } from '../kernels.js';

/** assembly/gemm.ts, elementwise.ts and sparse.ts */
export interface DenseKernels {
  gemm(
    transposeA: boolean,
    transposeB: boolean,
    rows: number,
    columns: number,
    inner: number,
    a: Pointer,
    aStride: number,
    b: Pointer,
    bStride: number,
    c: Pointer,
    cStride: number,
    accumulate: boolean,
    scratch: Pointer,
  ): void;
  addBias(
    features: number,
    bias: Pointer,
    y: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
  ): void;
  relu(features: number, y: Pointer, stride: number, lanes: number): void;
  biasGradient(
    features: number,
    y: Pointer,
    dy: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
    gradient: Pointer,
  ): void;
  sparseMultiply(
    rows: number,
    starts: Pointer,
    offsets: Pointer,
    values: Pointer,
    bias: Pointer,
    x: Pointer,
    y: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
    accumulate: boolean,
  ): void;
  sparseWeightGradient(
    rows: number,
    entries: number,
    starts: Pointer,
    offsets: Pointer,
    x: Pointer,
    dy: Pointer,
    stride: number,
    lanes: number,
    partial: Pointer,
    gradient: Pointer,
  ): void;
  permute(count: number, source: Pointer, indices: Pointer, target: Pointer): void;
}
