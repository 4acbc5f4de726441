import type { ConvolutionGeometry } from './convolution-plan.js';

/** The most rows of x that a tile sums over at a time: 40 KiB, which stay in the L1 cache. */
const CHUNK_ROWS = 640;

/** A weight's place along one side of the kernel, and the pixel it meets, seen from the result's. */
export interface Tap {
  readonly tap: number;
  readonly shift: number;
}

/** Rows that lie one after the other, from row `row` of the pixel that is `down` and `right` on. */
export interface Run {
  readonly down: number;
  readonly right: number;
  readonly row: number;
  readonly rows: number;
}

/** Some runs that are summed at a time. */
export interface Chunk {
  readonly firstRun: number;
  readonly runCount: number;
  readonly rows: number;
  /** Rows of the chunks before. */
  readonly rowsBefore: number;
}

/** Output pixel i meets input pixel i * stride + tap * dilation - padding. */
export function forwardTaps({ kernel, dilation, padding }: ConvolutionGeometry): Tap[] {
  return Array.from({ length: kernel }, (_, tap) => ({ tap, shift: tap * dilation - padding }));
}

/**
 * Input pixel i = first + j * stride meets output pixel j + shift = (i + padding - tap * dilation) /
 * stride, where that is a whole number; in the order of the pixels.
 */
export function gradientTaps(geometry: ConvolutionGeometry, first: number): Tap[] {
  const { kernel, stride, dilation, padding } = geometry;
  const shifts = Array.from({ length: kernel }, (_, tap) => ({
    tap,
    shift: (first + padding - tap * dilation) / stride,
  }));
  return shifts.filter(({ shift }) => Number.isInteger(shift)).reverse();
}

/**
 * The rows that meet the taps, in the order of the pixels. Rows of neighbouring pixels are one run
 * if all channels of a pixel are summed (`wholePixels`); long runs are cut.
 */
export function runsOf(
  vertical: readonly Tap[],
  horizontal: readonly Tap[],
  channels: number,
  wholePixels: boolean,
): Run[] {
  const adjacent =
    wholePixels && horizontal.every((h, i) => i === 0 || h.shift === horizontal[i - 1].shift + 1);
  const starts = adjacent ? horizontal.slice(0, 1) : horizontal;
  const rows = adjacent ? horizontal.length * channels : channels;
  const pieces = Math.ceil(rows / CHUNK_ROWS);
  return vertical.flatMap(({ shift: down }) =>
    starts.flatMap(({ shift: right }) =>
      Array.from({ length: pieces }, (_, i) => {
        const row = Math.floor((i * rows) / pieces);
        return { down, right, row, rows: Math.floor(((i + 1) * rows) / pieces) - row };
      }),
    ),
  );
}

/** At least one chunk, if only an empty one. */
export function chunksOf(runs: readonly Run[]): Chunk[] {
  const chunks: Chunk[] = [];
  let chunk: Chunk = { firstRun: 0, runCount: 0, rows: 0, rowsBefore: 0 };
  for (const { rows } of runs) {
    if (chunk.runCount > 0 && chunk.rows + rows > CHUNK_ROWS) {
      chunks.push(chunk);
      const firstRun = chunk.firstRun + chunk.runCount;
      chunk = { firstRun, runCount: 0, rows: 0, rowsBefore: chunk.rowsBefore + chunk.rows };
    }
    chunk = { ...chunk, runCount: chunk.runCount + 1, rows: chunk.rows + rows };
  }
  return [...chunks, chunk];
}
