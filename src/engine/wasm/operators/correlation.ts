import type { Pointer } from '../kernels.js';
import type { Workshop } from '../operator.js';
import { reserveTable } from '../stored-parameter.js';
import { interiorOffset, lineBytes, pixelBytes, ROW_BYTES, type Tensor } from '../tensor.js';
import type { ConvolutionGeometry, ConvolutionPlan } from './convolution-plan.js';

const GEOMETRY_WORDS = 7;
const RUN_WORDS = 2;
/** The most rows of x that a tile sums over at a time: 40 KiB, which stay in the L1 cache. */
const CHUNK_ROWS = 640;

/** A weight's place along one side of the kernel, and the pixel it meets, seen from the result's. */
interface Tap {
  readonly tap: number;
  readonly shift: number;
}

/** A stretch of rows that lie one after the other, from row `row` of a pixel on. */
interface Run {
  readonly down: number;
  readonly right: number;
  readonly row: number;
  readonly rows: number;
}

/** Some runs that are summed at a time. */
interface Chunk {
  readonly firstRun: number;
  readonly runCount: number;
  readonly rows: number;
  /** Rows of the chunks before. */
  readonly rowsBefore: number;
}

/**
 * One correlation of one tensor (values or gradients) with weights, written to every `toStep`-th
 * pixel of another: a forward pass, or a phase of a data gradient.
 *
 * A gradient with respect to the input of a convolution of stride s has s x s phases: the pixels
 * whose coordinates leave the same remainders modulo s meet the same taps.
 */
export interface Correlation {
  readonly from: Tensor;
  readonly to: Tensor;
  readonly fromStep: number;
  readonly toStep: number;
  /** The first pixel written. */
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  readonly groups: number;
  /** Bytes from the first tap's weight to that of each tap, as they are packed. */
  readonly tapTable: Pointer;
  readonly tapCount: number;
  /** Rows of x that are summed over, per group. */
  readonly rows: number;
  readonly runs: readonly Run[];
  readonly chunks: readonly Chunk[];
  /** The kernels' geometry; then the runs. */
  readonly table: Pointer;
  readonly words: Uint32Array;
}

/** The forward pass: output pixel i meets input pixel i * stride + tap * dilation - padding. */
export function forwardCorrelation(workshop: Workshop, plan: ConvolutionPlan): Correlation {
  const { input, output, geometry } = plan;
  const [, height, width] = output.shape;
  const taps = forwardTaps(geometry);
  return createCorrelation(workshop, plan, `${plan.name} forward`, taps, taps, {
    from: input,
    to: output,
    fromStep: geometry.stride,
    toStep: 1,
    top: 0,
    left: 0,
    height,
    width,
  });
}

/** The data gradient: input pixel i meets output pixel (i + padding - tap * dilation) / stride. */
export function gradientCorrelations(workshop: Workshop, plan: ConvolutionPlan): Correlation[] {
  const { input, output, geometry } = plan;
  const { stride } = geometry;
  const [, height, width] = input.shape;
  const phases: Correlation[] = [];
  for (let top = 0; top < Math.min(stride, height); top++) {
    for (let left = 0; left < Math.min(stride, width); left++) {
      const name = `${plan.name} gradient ${top} ${left}`;
      const [vertical, horizontal] = [phaseTaps(geometry, top), phaseTaps(geometry, left)];
      phases.push(
        createCorrelation(workshop, plan, name, vertical, horizontal, {
          from: output,
          to: input,
          fromStep: 1,
          toStep: stride,
          top,
          left,
          height: Math.ceil((height - top) / stride),
          width: Math.ceil((width - left) / stride),
        }),
      );
    }
  }
  return phases;
}

/** Pixels around the output's gradient that the data gradient reads. */
export function gradientHalo({ input, output, geometry }: ConvolutionPlan): number {
  const side = (inputs: number, outputs: number): number => {
    let halo = 0;
    for (let first = 0; first < Math.min(geometry.stride, inputs); first++) {
      const last = Math.ceil((inputs - first) / geometry.stride) - 1;
      for (const { shift } of phaseTaps(geometry, first)) {
        halo = Math.max(halo, -shift, last + shift - (outputs - 1));
      }
    }
    return halo;
  };
  return Math.max(side(input.shape[1], output.shape[1]), side(input.shape[2], output.shape[2]));
}

/** Writes the tables of a correlation, once the halos of its tensors are known. */
export function fillTables({ words, runs, from, to, ...correlation }: Correlation): void {
  const { height, width, groups, fromStep, toStep } = correlation;
  const [pixel, line] = [pixelBytes(from), lineBytes(from)];
  words.set([
    height,
    width,
    to.shape[0] / groups,
    fromStep * pixel,
    fromStep * line,
    toStep * pixelBytes(to),
    toStep * lineBytes(to),
  ]);
  runs.forEach(({ down, right, row, rows }, i) => {
    const offset = down * line + right * pixel + row * ROW_BYTES;
    words.set([offset, rows * ROW_BYTES], GEOMETRY_WORDS + i * RUN_WORDS);
  });
}

/** The address of a correlation's run. */
export function runAddress({ table }: Correlation, run: number): Pointer {
  return table + 4 * (GEOMETRY_WORDS + run * RUN_WORDS);
}

/** Bytes from the start of a block of `to` to the first pixel written. */
export function firstPixelOffset({ to, top, left }: Correlation): number {
  return interiorOffset(to) + top * lineBytes(to) + left * pixelBytes(to);
}

/** Bytes of the packed weights of four output channels. */
export function tileBytes({ rows }: Correlation): number {
  return rows * 16;
}

/** Bytes of the packed weights of a group. */
export function groupBytes(correlation: Correlation): number {
  return Math.ceil(correlation.to.shape[0] / correlation.groups / 4) * tileBytes(correlation);
}

type Placement = Pick<
  Correlation,
  'from' | 'to' | 'fromStep' | 'toStep' | 'top' | 'left' | 'height' | 'width'
>;

function createCorrelation(
  workshop: Workshop,
  { geometry: { kernel, groups } }: ConvolutionPlan,
  name: string,
  vertical: readonly Tap[],
  horizontal: readonly Tap[],
  placement: Placement,
): Correlation {
  const channels = placement.from.shape[0] / groups;
  const runs = runsOf(vertical, horizontal, channels, groups === 1);
  const taps = vertical.flatMap((v) => horizontal.map((h) => 4 * (v.tap * kernel + h.tap)));
  const words = new Uint32Array(GEOMETRY_WORDS + runs.length * RUN_WORDS);
  return {
    ...placement,
    groups,
    tapTable: reserveTable(workshop, `${name} taps`, Uint32Array.from(taps)),
    tapCount: taps.length,
    rows: taps.length * channels,
    runs,
    chunks: chunksOf(runs),
    table: reserveTable(workshop, `${name} geometry`, words),
    words,
  };
}

function forwardTaps({ kernel, dilation, padding }: ConvolutionGeometry): Tap[] {
  return Array.from({ length: kernel }, (_, tap) => ({ tap, shift: tap * dilation - padding }));
}

/** The taps that pixels first, first + stride, ... of the input meet, in the order of the pixels. */
function phaseTaps(
  { kernel, stride, dilation, padding }: ConvolutionGeometry,
  first: number,
): Tap[] {
  return Array.from({ length: kernel }, (_, tap) => ({
    tap,
    shift: (first + padding - tap * dilation) / stride,
  }))
    .filter(({ shift }) => Number.isInteger(shift))
    .reverse();
}

/** The rows that meet the taps; those of neighbouring pixels are one run if a group is all of it. */
function runsOf(
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
function chunksOf(runs: readonly Run[]): Chunk[] {
  const chunks: Chunk[] = [];
  let chunk: Chunk = { firstRun: 0, runCount: 0, rows: 0, rowsBefore: 0 };
  for (const { rows } of runs) {
    if (chunk.runCount > 0 && chunk.rows + rows > CHUNK_ROWS) {
      chunks.push(chunk);
      chunk = {
        firstRun: chunk.firstRun + chunk.runCount,
        runCount: 0,
        rows: 0,
        rowsBefore: chunk.rowsBefore + chunk.rows,
      };
    }
    chunk = { ...chunk, runCount: chunk.runCount + 1, rows: chunk.rows + rows };
  }
  return [...chunks, chunk];
}
