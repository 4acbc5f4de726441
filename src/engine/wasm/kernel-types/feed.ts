import type { Pointer } from '../kernels.js';

/** assembly/feed.ts and feed-blocks.ts */
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
  feedBlockBytes(
    staged: Pointer,
    rowBytes: number,
    lanes: number,
    height: number,
    width: number,
    scale: number,
    shift: number,
    x: Pointer,
    blockBytes: number,
    lineBytes: number,
    pixelBytes: number,
  ): void;
  feedBlockFloats(
    staged: Pointer,
    rowBytes: number,
    lanes: number,
    height: number,
    width: number,
    x: Pointer,
    blockBytes: number,
    lineBytes: number,
    pixelBytes: number,
  ): void;
  movePicture(
    source: Pointer,
    target: Pointer,
    size: 1 | 4,
    planes: number,
    height: number,
    width: number,
    down: number,
    right: number,
    mirrored: boolean,
  ): void;
}
