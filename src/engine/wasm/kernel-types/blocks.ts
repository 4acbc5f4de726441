import type { Pointer } from '../kernels.js';

/** assembly/blocks.ts, and `sumLanes` of sparse.ts */
export interface BlockKernels {
  zeroHalo(block: Pointer, height: number, width: number, halo: number, pixelBytes: number): void;
  blockBiasGradient(
    channels: number,
    height: number,
    width: number,
    lineBytes: number,
    y: Pointer,
    dy: Pointer,
    vectors: number,
    rectify: boolean,
    sums: Pointer,
  ): void;
  /** gradient[i] = the sum of the 4 lanes of partial[i]. */
  sumLanes(count: number, partial: Pointer, gradient: Pointer): void;
}
