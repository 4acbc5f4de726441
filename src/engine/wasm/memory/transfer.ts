import type { Pointer } from '../kernels.js';
import type { StoredParameter } from './stored-parameter.js';

/** Copies a whole parameter in; pruned weights become zero or are left out. */
export function write(
  buffer: ArrayBuffer,
  { size, stored, indices, values, mask }: StoredParameter,
  whole: Float32Array,
): void {
  const target = new Float32Array(buffer, values, stored);
  if (indices !== undefined) {
    for (let i = 0; i < stored; i++) target[i] = whole[indices[i]];
  } else if (mask !== 0) {
    const keep = new Uint32Array(buffer, mask, size);
    for (let i = 0; i < size; i++) target[i] = keep[i] === 0 ? 0 : whole[i];
  } else {
    target.set(whole);
  }
}

/** A whole parameter (or, with `from`, its gradient) as a copy; zero where it is pruned. */
export function read(
  buffer: ArrayBuffer,
  { size, stored, indices, values, mask }: StoredParameter,
  from: Pointer = values,
): Float32Array {
  const source = new Float32Array(buffer, from, stored);
  if (indices === undefined && mask === 0) return source.slice();
  const whole = new Float32Array(size);
  if (indices !== undefined) {
    for (let i = 0; i < stored; i++) whole[indices[i]] = source[i];
  } else {
    const keep = new Uint32Array(buffer, mask, size);
    for (let i = 0; i < size; i++) whole[i] = keep[i] === 0 ? 0 : source[i];
  }
  return whole;
}
