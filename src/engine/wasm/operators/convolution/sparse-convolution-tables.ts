import type { Pointer } from '../../kernels.js';
import type { Workshop } from '../../operator.js';
import type { SparseStructure } from '../../memory/sparse-structure.js';
import { reserveTable } from '../../memory/stored-parameter.js';
import { lineBytes, pixelBytes, ROW_BYTES, type Tensor } from '../../memory/tensor.js';
import type { ConvolutionPlan } from './convolution-plan.js';
import { backwardAxes, forwardAxis, readsTap, type Sweep } from './sparse-convolution-sweeps.js';

/**
 * The tables of a sparse convolution. Offsets depend on the halos, so they are written, by
 * `fillForward` and `fillBackward`, when the halos are final.
 */
export interface SparseConvolutionTables {
  readonly entries: number;
  readonly forward: Sweep;
  readonly forwardOffsets: Pointer;
  /** The sweeps of the data gradient; each entry belongs to one of them. */
  readonly backward: readonly Sweep[];
  readonly backwardOffsets: Pointer;
  /** The number that each entry has in `forward`, in the order of `backward`. */
  readonly order: Pointer;
  readonly fillForward: () => void;
  readonly fillBackward: () => void;
}

/** An entry: channels of the output and the input, and its tap. */
interface Entry {
  readonly output: number;
  readonly input: number;
  readonly down: number;
  readonly right: number;
}

/** Lays out the tables of a sparse convolution. */
export function reserveSparseConvolution(
  workshop: Workshop,
  plan: ConvolutionPlan,
  { indices, starts }: SparseStructure,
): SparseConvolutionTables {
  const { name, input, output, geometry } = plan;
  const [inputs, height, width] = input.shape;
  const [, outputHeight, outputWidth] = output.shape;
  const table = (what: string, words: Uint32Array): Pointer =>
    reserveTable(workshop, `${name} ${what}`, words);

  const vertical = forwardAxis(geometry, outputHeight);
  const horizontal = forwardAxis(geometry, outputWidth);
  const forward = { vertical, horizontal, starts: table('row starts', starts) };
  const forwardOffsets = new Uint32Array(indices.length);

  const verticals = backwardAxes(geometry, height);
  const horizontals = backwardAxes(geometry, width);
  const axes = verticals.flatMap((v) => horizontals.map((h) => ({ vertical: v, horizontal: h })));
  const keys = Uint32Array.from(indices, (index) => {
    const { input, down, right } = entryAt(plan, index);
    return axes.findIndex((sweep) => readsTap(sweep, down, right)) * inputs + input;
  });
  const sorted = countingSort(keys, axes.length * inputs);
  const sortedStarts = table('column starts', sorted.starts);
  const backward = axes.map((sweep, i) => ({ ...sweep, starts: sortedStarts + i * inputs * 4 }));
  const backwardOffsets = new Uint32Array(indices.length);

  const fillForward = (): void => {
    indices.forEach((index, e) => {
      const entry = entryAt(plan, index);
      forwardOffsets[e] = offsetOf(input, entry.input, forward, entry);
    });
  };
  const fillBackward = (): void => {
    sorted.order.forEach((e, place) => {
      const entry = entryAt(plan, indices[e]);
      const sweep = backward[Math.floor(keys[e] / inputs)];
      backwardOffsets[place] = offsetOf(output, entry.output, sweep, entry);
    });
  };
  return {
    entries: indices.length,
    forward,
    forwardOffsets: table('column offsets', forwardOffsets),
    backward,
    backwardOffsets: table('row offsets', backwardOffsets),
    order: table('column order', sorted.order),
    fillForward,
    fillBackward,
  };
}

/** The entry at a flat index of the weight, [output channels, input channels / groups, tap, tap]. */
function entryAt({ input, output, geometry }: ConvolutionPlan, index: number): Entry {
  const { kernel, groups } = geometry;
  const inputs = input.shape[0] / groups;
  const filter = Math.floor(index / (kernel * kernel)); // output and input channel
  const row = Math.floor(filter / inputs);
  const group = Math.floor(row / (output.shape[0] / groups));
  return {
    output: row,
    input: group * inputs + (filter % inputs),
    down: Math.floor(index / kernel) % kernel,
    right: index % kernel,
  };
}

/** The distance from the first pixel that a sweep reads to what an entry reads of `tensor`. */
function offsetOf(
  tensor: Tensor,
  channel: number,
  { vertical, horizontal }: Pick<Sweep, 'vertical' | 'horizontal'>,
  { down, right }: Entry,
): number {
  const lines = vertical.places[down]! - vertical.range![0];
  const pixels = horizontal.places[right]! - horizontal.range![0];
  return lines * lineBytes(tensor) + pixels * pixelBytes(tensor) + channel * ROW_BYTES;
}

/** Sorts by `keys`, which are below `limit`; equal ones stay in order. */
function countingSort(
  keys: Uint32Array,
  limit: number,
): { starts: Uint32Array; order: Uint32Array } {
  const starts = new Uint32Array(limit + 1);
  for (const key of keys) starts[key + 1]++;
  for (let key = 0; key < limit; key++) starts[key + 1] += starts[key];
  const next = starts.slice();
  const order = new Uint32Array(keys.length);
  keys.forEach((key, i) => (order[next[key]++] = i));
  return { starts, order };
}
