import type { Shape } from '../../../models/layer.js';
import { roundUp } from './arena.js';
import type { Pointer } from '../kernels.js';

/** Examples that lie side by side in a block: one cache line, four vectors. */
export const BLOCK_LANES = 16;
/** Bytes of one row of a block. */
export const ROW_BYTES = BLOCK_LANES * 4;

/**
 * How the values of a batch lie in memory; examples are always the innermost dimension, so that one
 * vector holds the same value of four examples.
 *
 * `rows`: [features][stride / 4], one row per feature, one column (lane) per example.
 *
 * `blocks`: the batch is cut into blocks of 16 examples; each block is
 * [halo + height + halo][halo + width + halo][channels][16], so that a row is a cache line and the
 * channels of neighbouring pixels lie one after the other. The halo is room for the zeros that a
 * convolution sees around the picture. Whoever reads a halo zeroes it first; between that, it may
 * hold anything.
 */
export type TensorLayout = 'rows' | 'blocks';

/** The values between two layers, and their gradient. */
export interface Tensor {
  /** Of the layer that makes it. */
  readonly name: string;
  readonly shape: Shape;
  readonly layout: TensorLayout;
  /** Pixels around the picture, set while the network is planned; 0 in `rows`. */
  halo: number;
  /** Addresses, set when the memory is planned. */
  values: Pointer;
  /** 0 for inputs, whose gradient nobody wants. */
  gradient: Pointer;
}

/** A tensor that has no place yet. */
export function createTensor(name: string, shape: Shape, layout: TensorLayout): Tensor {
  return { name, shape, layout, halo: 0, values: 0, gradient: 0 };
}

export function features({ shape }: Tensor): number {
  return shape[0] * shape[1] * shape[2];
}

/** Bytes of all channels of one pixel. */
export function pixelBytes({ shape }: Tensor): number {
  return shape[0] * ROW_BYTES;
}

/** Bytes from one line of pixels to the next. */
export function lineBytes(tensor: Tensor): number {
  return (tensor.shape[2] + 2 * tensor.halo) * pixelBytes(tensor);
}

/** Bytes of a block, halo included. */
export function blockBytes(tensor: Tensor): number {
  return (tensor.shape[1] + 2 * tensor.halo) * lineBytes(tensor);
}

/** Bytes from the start of a block to the first pixel of the picture. */
export function interiorOffset(tensor: Tensor): number {
  return tensor.halo * (lineBytes(tensor) + pixelBytes(tensor));
}

/** Bytes of a tensor for batches of up to `batchSize` examples. */
export function tensorBytes(tensor: Tensor, batchSize: number): number {
  if (tensor.layout === 'rows') return features(tensor) * rowStride(batchSize);
  return Math.ceil(batchSize / BLOCK_LANES) * blockBytes(tensor);
}

/** Bytes of a row in the layout `rows`. */
export function rowStride(batchSize: number): number {
  return roundUp(batchSize, 4) * 4;
}

/** Blocks that `count` examples take. */
export function blocksOf(count: number): number {
  return Math.ceil(count / BLOCK_LANES);
}

/** Vectors in use in block `block` when there are `count` examples: 1 to 4. */
export function vectorsOf(count: number, block: number): number {
  return Math.min(4, Math.ceil((count - block * BLOCK_LANES) / 4));
}
