import type { PoolLayer, Shape } from '../../../models/layer.js';

/** The windows along one side of a picture: window i takes the pixels first[i] to end[i] - 1. */
export interface Windows {
  readonly first: readonly number[];
  readonly end: readonly number[];
  /** What a mean over pixels first to end - 1 divides by, along this side. */
  readonly divisor: readonly number[];
}

/** `count` windows of `layer` along `length` pixels; what hangs over the edges is cut off. */
export function slidingWindows(
  { size, stride = size, padding = 0, countPadding = true }: PoolLayer,
  length: number,
  count: number,
): Windows {
  const starts = Array.from({ length: count }, (_, i) => i * stride - padding);
  const first = starts.map((start) => Math.max(0, start));
  const end = starts.map((start) => Math.min(length, start + size));
  // As in PyTorch, the padding counts, but not what hangs over it.
  const divisor = starts.map((start, i) =>
    countPadding ? Math.min(start + size, length + padding) - start : end[i] - first[i],
  );
  return { first, end, divisor };
}

/** `count` windows that share out `length` pixels: floor(i L / n) to ceil((i + 1) L / n), as PyTorch. */
export function adaptiveWindows(length: number, count: number): Windows {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const first = numbers.map((i) => Math.floor((i * length) / count));
  const end = numbers.map((i) => Math.ceil(((i + 1) * length) / count));
  return { first, end, divisor: end.map((last, i) => last - first[i]) };
}

/** Whether every pixel is in exactly one window. */
export function arePartition({ first, end }: Windows, length: number): boolean {
  return first.every((start, i) => start === (i === 0 ? 0 : end[i - 1])) && end.at(-1) === length;
}

/** [first, end, divisor] of each window, as the kernels read them. */
export function windowTable({ first, end, divisor }: Windows): Uint32Array {
  return Uint32Array.from(first.flatMap((start, i) => [start, end[i], divisor[i]]));
}

/** The windows along height and width that lead from `input` to `output`. */
export function windowsOf(
  layer: PoolLayer | undefined,
  input: Shape,
  output: Shape,
): readonly [Windows, Windows] {
  const along = (side: 1 | 2): Windows =>
    layer === undefined
      ? adaptiveWindows(input[side], output[side])
      : slidingWindows(layer, input[side], output[side]);
  return [along(1), along(2)];
}
