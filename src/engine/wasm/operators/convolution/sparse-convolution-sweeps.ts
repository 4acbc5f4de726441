import type { Pointer } from '../../kernels.js';
import { interiorOffset, lineBytes, pixelBytes, type Tensor } from '../../memory/tensor.js';
import type { ConvolutionGeometry } from './convolution-plan.js';

/** Along one side of a picture: which pixels a sweep writes, and which it reads for each of them. */
export interface Axis {
  /** Pixels first, first + step, ... are written, `count` of them. */
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** For the j-th of them, tap t reads pixel j * readStep + places[t]. */
  readonly readStep: number;
  /** [kernel]; undefined for taps that another sweep reads. */
  readonly places: readonly (number | undefined)[];
  /** The smallest and the largest place; undefined if there is none. */
  readonly range: readonly [number, number] | undefined;
}

/** The axis of a convolution that makes `count` pixels. */
export function forwardAxis(
  { kernel, stride, padding, dilation }: ConvolutionGeometry,
  count: number,
): Axis {
  const places = Array.from({ length: kernel }, (_, tap) => tap * dilation - padding);
  return { first: 0, step: 1, count, readStep: stride, places, range: rangeOf(places) };
}

/**
 * The axes of a convolution's data gradient for a side of `size` pixels: pixel i of the input was
 * read for pixel (i + padding - tap * dilation) / stride of the output, if that is a whole number,
 * so every `stride`-th pixel of the input uses the same taps.
 */
export function backwardAxes(
  { kernel, stride, padding, dilation }: ConvolutionGeometry,
  size: number,
): Axis[] {
  return Array.from({ length: stride }, (_, first) => {
    const places = Array.from({ length: kernel }, (_, tap) => {
      const distance = first + padding - tap * dilation;
      return distance % stride === 0 ? distance / stride : undefined;
    });
    const count = Math.max(0, Math.ceil((size - first) / stride));
    return { first, step: stride, count, readStep: 1, places, range: rangeOf(places) };
  });
}

function rangeOf(places: readonly (number | undefined)[]): readonly [number, number] | undefined {
  const used = places.filter((place) => place !== undefined);
  return used.length === 0 ? undefined : [Math.min(...used), Math.max(...used)];
}

/** What one run of a kernel over a block does: `starts` is that of its rows of entries. */
export interface Sweep {
  readonly starts: Pointer;
  readonly vertical: Axis;
  readonly horizontal: Axis;
}

/** Whether a tap belongs to a sweep. */
export function readsTap(
  { vertical, horizontal }: Pick<Sweep, 'vertical' | 'horizontal'>,
  down: number,
  right: number,
): boolean {
  return vertical.places[down] !== undefined && horizontal.places[right] !== undefined;
}

/** A sweep's way through the blocks of two tensors, in bytes. */
export interface Route {
  /** From the start of a block to the first pixel that the first pixel written reads. */
  readonly from: number;
  readonly fromLine: number;
  readonly fromPixel: number;
  /** From there to the end of what the first line reads. */
  readonly reach: number;
  /** From the start of a block to the first pixel written. */
  readonly to: number;
  readonly toLine: number;
  readonly toPixel: number;
}

/** The way of a sweep, once the halos of both tensors are final. */
export function routeOf({ vertical, horizontal }: Sweep, read: Tensor, written: Tensor): Route {
  const [top, bottom] = vertical.range ?? [0, 0];
  const [left, right] = horizontal.range ?? [0, 0];
  const reads = vertical.range !== undefined && horizontal.range !== undefined;
  const width = (horizontal.count - 1) * horizontal.readStep + right - left + 1;
  const line = lineBytes(read);
  const pixel = pixelBytes(read);
  return {
    from: interiorOffset(read) + top * line + left * pixel,
    fromLine: vertical.readStep * line,
    fromPixel: horizontal.readStep * pixel,
    reach: reads ? (bottom - top) * line + width * pixel : 0,
    to:
      interiorOffset(written) +
      vertical.first * lineBytes(written) +
      horizontal.first * pixelBytes(written),
    toLine: vertical.step * lineBytes(written),
    toPixel: horizontal.step * pixelBytes(written),
  };
}
