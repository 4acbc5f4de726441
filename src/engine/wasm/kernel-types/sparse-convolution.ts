import type { Pointer } from '../kernels.js';

/** assembly/sparse-convolution.ts */
export interface SparseConvolutionKernels {
  sparseConvolve(
    rows: number,
    starts: Pointer,
    offsets: Pointer,
    values: Pointer,
    bias: Pointer,
    height: number,
    width: number,
    x: Pointer,
    xLine: number,
    xPixel: number,
    reach: number,
    y: Pointer,
    yLine: number,
    yPixel: number,
    vectors: number,
    rectify: boolean,
    accumulate: boolean,
  ): void;
  sparseConvolutionGradient(
    rows: number,
    starts: Pointer,
    offsets: Pointer,
    height: number,
    width: number,
    x: Pointer,
    xLine: number,
    xPixel: number,
    reach: number,
    dy: Pointer,
    dyLine: number,
    dyPixel: number,
    vectors: number,
    partial: Pointer,
  ): void;
  sumPairs(rows: number, starts: Pointer, partial: Pointer, gradient: Pointer): void;
}
