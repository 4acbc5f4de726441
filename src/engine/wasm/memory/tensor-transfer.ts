import type { Pointer } from '../kernels.js';
import {
  blockBytes,
  BLOCK_LANES,
  features,
  interiorOffset,
  lineBytes,
  rowStride,
  type Tensor,
} from './tensor.js';

/** Where feature f of example 0, and then of the others, lies in memory, counted in floats. */
interface Places {
  /** [features]: of example 0. */
  readonly rows: Int32Array;
  /** Floats from block to block; the whole batch is one block in `rows`. */
  readonly block: number;
  readonly lanes: number;
}

/** Copies values [count, C, H, W] to `pointer`, laid out like `tensor`; other lanes stay. */
export function writeTensor(
  buffer: ArrayBuffer,
  tensor: Tensor,
  batchSize: number,
  pointer: Pointer,
  values: Float32Array,
  count: number,
): void {
  const { rows, block, lanes } = placesOf(tensor, batchSize);
  const target = new Float32Array(buffer);
  for (let example = 0, i = 0; example < count; example++) {
    const start = pointer / 4 + Math.floor(example / lanes) * block + (example % lanes);
    for (const row of rows) target[start + row] = values[i++];
  }
}

/** A copy of the values at `pointer`, which are laid out like `tensor`, as [count, C, H, W]. */
export function readTensor(
  buffer: ArrayBuffer,
  tensor: Tensor,
  batchSize: number,
  pointer: Pointer,
  count: number,
): Float32Array {
  const { rows, block, lanes } = placesOf(tensor, batchSize);
  const source = new Float32Array(buffer);
  const values = new Float32Array(count * rows.length);
  for (let example = 0, i = 0; example < count; example++) {
    const start = pointer / 4 + Math.floor(example / lanes) * block + (example % lanes);
    for (const row of rows) values[i++] = source[start + row];
  }
  return values;
}

function placesOf(tensor: Tensor, batchSize: number): Places {
  if (tensor.layout === 'rows') {
    const lanes = rowStride(batchSize) / 4;
    return {
      rows: Int32Array.from({ length: features(tensor) }, (_, f) => f * lanes),
      block: 0,
      lanes,
    };
  }
  const [channels, height, width] = tensor.shape;
  const line = lineBytes(tensor) / 4;
  const rows = new Int32Array(features(tensor));
  for (let c = 0, f = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        rows[f++] = interiorOffset(tensor) / 4 + y * line + (x * channels + c) * BLOCK_LANES;
      }
    }
  }
  return { rows, block: blockBytes(tensor) / 4, lanes: BLOCK_LANES };
}
