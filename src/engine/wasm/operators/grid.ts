import type { Batch } from '../operator.js';
import {
  BLOCK_LANES,
  blockBytes,
  blocksOf,
  features,
  interiorOffset,
  lineBytes,
  pixelBytes,
  ROW_BYTES,
  rowStride,
  type Tensor,
  vectorsOf,
} from '../memory/tensor.js';

/**
 * Where the values of a tensor lie, in the terms that the kernels of both layouts share; `rows` are
 * one block with one line.
 */
export interface Grid {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Bytes from one channel of a pixel to the next. */
  readonly channelBytes: number;
  readonly pixelBytes: number;
  readonly lineBytes: number;
  readonly blockBytes: number;
  /** Bytes from the start of a block to its first value. */
  readonly offset: number;
}

/** The grid of a tensor whose halo is settled. */
export function gridOf(tensor: Tensor, batchSize: number): Grid {
  const [channels, height, width] = tensor.shape;
  if (tensor.layout === 'rows') {
    const stride = rowStride(batchSize);
    const area = height * width;
    return {
      channels,
      height: 1,
      width: area,
      channelBytes: area * stride,
      pixelBytes: stride,
      lineBytes: 0,
      blockBytes: 0,
      offset: 0,
    };
  }
  return {
    channels,
    height,
    width,
    channelBytes: ROW_BYTES,
    pixelBytes: pixelBytes(tensor),
    lineBytes: lineBytes(tensor),
    blockBytes: blockBytes(tensor),
    offset: interiorOffset(tensor),
  };
}

/** The runs of values without a gap in a block, for kernels that treat all values alike. */
export interface Runs {
  readonly count: number;
  /** Bytes from one to the next. */
  readonly stride: number;
  readonly blockBytes: number;
  readonly offset: number;
}

/** The runs of a tensor whose halo is settled: its rows, or the lines of its blocks. */
export function runsOf(tensor: Tensor, batchSize: number): Runs {
  if (tensor.layout === 'rows') {
    return { count: features(tensor), stride: rowStride(batchSize), blockBytes: 0, offset: 0 };
  }
  return {
    count: tensor.shape[1],
    stride: lineBytes(tensor),
    blockBytes: blockBytes(tensor),
    offset: interiorOffset(tensor),
  };
}

/** Bytes of a run; lanes that are not in use come along in blocks, where they do no harm. */
export function runBytes(tensor: Tensor, { lanes }: Batch): number {
  return tensor.layout === 'rows' ? lanes * 4 : tensor.shape[2] * pixelBytes(tensor);
}

/** Blocks to be computed; `rows` are one. */
export function blocksIn({ layout }: Tensor, { count }: Batch): number {
  return layout === 'rows' ? 1 : blocksOf(count);
}

/** Examples in a block. */
export function examplesIn({ layout }: Tensor, { count }: Batch, block: number): number {
  return layout === 'rows' ? count : Math.min(BLOCK_LANES, count - block * BLOCK_LANES);
}

/** Vectors in use in a block. */
export function vectorsIn({ layout }: Tensor, { count, lanes }: Batch, block: number): number {
  return layout === 'rows' ? lanes / 4 : vectorsOf(count, block);
}
