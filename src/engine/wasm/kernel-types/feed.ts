import type { Pointer } from '../kernels.js';

/** assembly/feed.ts */
export interface FeedKernels {
  feedBytes(
    staged: Pointer,
    rowBytes: number,
    from: number,
    to: number,
    scale: number,
    shift: number,
    lanes: number,
    x: Pointer,
    stride: number,
  ): void;
  feedFloats(
    staged: Pointer,
    rowBytes: number,
    features: number,
    lanes: number,
    x: Pointer,
    stride: number,
  ): void;
}
