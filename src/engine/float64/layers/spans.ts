import type { AveragePoolLayer, PoolLayer } from '../../../models/layer.js';
import type { Place } from '../pass.js';

/** One side of a window. */
export interface Span {
  /** The first pixel in it. */
  readonly from: number;
  /** The first pixel beyond it. */
  readonly to: number;
  /** Pixels and zeros around the picture, but not what hangs over them. */
  readonly padded: number;
}

/** The windows of a pool: every pair of a line's and a column's span. */
export interface Windows {
  readonly lines: readonly Span[];
  readonly columns: readonly Span[];
}

export function windowsOf(layer: PoolLayer | AveragePoolLayer, { input, output }: Place): Windows {
  const side = (axis: 1 | 2): readonly Span[] =>
    Array.from({ length: output[axis] }, (_, i) =>
      layer.kind === 'maxPool' || layer.kind === 'averagePool'
        ? windowSpan(layer, i, input[axis])
        : sharedSpan(i, output[axis], input[axis]),
    );
  return { lines: side(1), columns: side(2) };
}

function windowSpan({ size, stride = size, padding = 0 }: PoolLayer, i: number, length: number) {
  const start = i * stride - padding;
  const end = Math.min(start + size, length + padding);
  return { from: Math.max(0, start), to: Math.min(end, length), padded: end - start };
}

function sharedSpan(i: number, windows: number, length: number): Span {
  const from = Math.floor((i * length) / windows);
  const to = Math.ceil(((i + 1) * length) / windows);
  return { from, to, padded: to - from };
}
