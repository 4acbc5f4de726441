import type { Dataset } from '../data/dataset.js';

/** The numbers of all examples of a data set. */
export function everyExample({ size }: Dataset): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i);
}
