import type { Kernels, Pointer } from '../../kernels.js';
import type { Batch, Workshop } from '../../operator.js';
import { reserveTable } from '../../memory/stored-parameter.js';
import {
  blockBytes,
  interiorOffset,
  lineBytes,
  pixelBytes,
  ROW_BYTES,
  type Tensor,
} from '../../memory/tensor.js';
import { clearHalo, forEachBlock } from '../blocks.js';
import type { ConvolutionPass, ConvolutionPlan } from './convolution-plan.js';

const TAPS = 9;
/** Products of a tile: 6x6. */
const PLANES = 36;
/** Where the kernels keep half-transformed tiles; see BUFFER_BYTES in assembly/convolution. */
const BUFFER_BYTES = PLANES * ROW_BYTES;
const GEOMETRY_WORDS = 9;

/**
 * Bytes of transformed tiles at a time, half an L2 cache; and at least so many tiles, over which the
 * cost of starting a sum is spread. Sixteen channels take 6.3 ms a pass so (128 examples of 32 x 32)
 * and 9.9 ms with eight times as many tiles; 64 channels gain nothing from fewer than 4 tiles, and
 * their weight gradient loses 7 % with 4 instead of 8.
 */
const STRIP_BYTES = 524288;
const LEAST_TILES = 4;
const LEAST_TILES_OF_GRADIENT = 8;

/** A correlation of `from` with 3x3 filters, written to `to` by tiles of 4x4 pixels. */
interface Tiling {
  readonly from: Tensor;
  readonly to: Tensor;
  /** From a pixel of `to` to the first one of `from` that it meets, down and to the right. */
  readonly shift: number;
  readonly strip: number;
  /** Bytes from the first tap's weight to that of each tap, in the order of the pixels. */
  readonly taps: Pointer;
  /** Tiles of four channels of `to`. */
  readonly channelTiles: number;
  readonly filterBytes: number;
  readonly packedBytes: number;
  readonly planeBytes: number;
  readonly table: Pointer;
  readonly words: Uint32Array;
}

/** Whether Winograd's algorithm can compute a convolution's passes. */
export function winogradApplies({
  input,
  output,
  geometry,
}: Pick<ConvolutionPlan, 'input' | 'output' | 'geometry'>): boolean {
  const { kernel, stride, dilation, groups } = geometry;
  const plain = kernel === 3 && stride === 1 && dilation === 1 && groups === 1;
  const sides = [...input.shape.slice(1), ...output.shape.slice(1)];
  return plain && sides.every((n) => n % 4 === 0);
}

/** y = W * x + b, then max(0, y) if the plan says so. */
export function winogradForward(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { bias, rectify, weight } = plan;
  const tiling = forwardTiling(workshop, plan, LEAST_TILES);
  const { from, to } = tiling;
  return {
    scratchBytes: scratchBytes(tiling),
    bind: (kernels, scratch) => {
      fillTable(tiling);
      const b = bias?.values ?? 0;
      return (batch) => {
        transformFilters(kernels, tiling, plan, weight.values, scratch);
        correlate(kernels, tiling, batch, from.values, to.values, b, false, rectify, scratch);
      };
    },
  };
}

/** dx = W^T * dy. */
export function winogradInputGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { name, input, output, geometry, weight } = plan;
  const shift = geometry.padding - 2;
  const tiling = createTiling(
    workshop,
    `${name} gradient`,
    output,
    input,
    shift,
    true,
    LEAST_TILES,
  );
  const { from, to } = tiling;
  return {
    scratchBytes: scratchBytes(tiling),
    bind: (kernels, scratch, adds) => {
      fillTable(tiling);
      return (batch) => {
        transformFilters(kernels, tiling, plan, weight.values, scratch);
        correlate(kernels, tiling, batch, from.gradient, to.gradient, 0, adds, false, scratch);
      };
    },
  };
}

/** dW, as `directWeightGradient`. */
export function winogradWeightGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, weight } = plan;
  const tiling = forwardTiling(workshop, plan, LEAST_TILES_OF_GRADIENT);
  const { table, filterBytes, packedBytes, channelTiles } = tiling;
  return {
    scratchBytes: scratchBytes(tiling),
    bind: (kernels, sums) => {
      fillTable(tiling);
      const rest = sums + filterBytes;
      return (batch) => {
        kernels.clear(sums, filterBytes);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const dy = output.gradient + block * blockBytes(output) + interiorOffset(output);
          clearHalo(kernels, input, x);
          kernels.winogradGradient(table, x + firstInput(tiling), dy, vectors, sums, rest);
        });
        const inputs = input.shape[0];
        kernels.winogradFilterGradients(inputs, channelTiles, sums, rest, rest + packedBytes);
        pack(kernels, 'unpackWeights', tiling, plan, weight.gradient, rest);
      };
    },
  };
}

function forwardTiling(workshop: Workshop, plan: ConvolutionPlan, leastTiles: number): Tiling {
  const { name, input, output, geometry } = plan;
  return createTiling(workshop, name, input, output, -geometry.padding, false, leastTiles);
}

function createTiling(
  workshop: Workshop,
  name: string,
  from: Tensor,
  to: Tensor,
  shift: number,
  flipped: boolean,
  leastTiles: number,
): Tiling {
  const [inputs, outputs] = [from.shape[0], to.shape[0]];
  const tiles = (to.shape[1] * to.shape[2]) / 16;
  const fitting = Math.floor(STRIP_BYTES / (PLANES * ROW_BYTES * (inputs + outputs)));
  const strip = Math.min(tiles, Math.max(leastTiles, fitting));
  const channelTiles = Math.ceil(outputs / 4);
  // Odd numbers of cache lines from tile to tile and plane to plane, as in winograd.ts.
  const plane = (channels: number): number => ((strip * (channels | 1)) | 1) * ROW_BYTES;
  const taps = Uint32Array.from({ length: TAPS }, (_, i) => 4 * (flipped ? TAPS - 1 - i : i));
  const words = new Uint32Array(GEOMETRY_WORDS);
  return {
    from,
    to,
    shift,
    strip,
    taps: reserveTable(workshop, `${name} taps`, taps),
    channelTiles,
    filterBytes: PLANES * channelTiles * inputs * 16,
    packedBytes: TAPS * channelTiles * inputs * 16,
    planeBytes: PLANES * (plane(inputs) + plane(outputs)),
    table: reserveTable(workshop, `${name} tiles`, words),
    words,
  };
}

function scratchBytes({ filterBytes, packedBytes, planeBytes }: Tiling): number {
  return filterBytes + BUFFER_BYTES + Math.max(packedBytes, planeBytes);
}

/** Writes the table of a tiling, once the halos of its tensors are known. */
function fillTable({ words, from, to, strip }: Tiling): void {
  const lines = [lineBytes(from), lineBytes(to)];
  const [tilesDown, tilesAcross] = [to.shape[1] / 4, to.shape[2] / 4];
  const run = [0, pixelBytes(from)];
  words.set([tilesDown, tilesAcross, from.shape[0], to.shape[0], ...lines, strip, ...run]);
}

/** Bytes from the start of a block of `from` to the first tile's top left input. */
function firstInput({ from, shift }: Tiling): number {
  return interiorOffset(from) + shift * (lineBytes(from) + pixelBytes(from));
}

/** Leaves the transformed filters at `scratch`. */
function transformFilters(
  kernels: Kernels,
  tiling: Tiling,
  plan: ConvolutionPlan,
  weights: Pointer,
  scratch: Pointer,
): void {
  const { from, channelTiles, filterBytes, packedBytes } = tiling;
  const packed = scratch + filterBytes;
  pack(kernels, 'packWeights', tiling, plan, weights, packed);
  kernels.winogradFilters(from.shape[0], channelTiles, packed, scratch, packed + packedBytes);
}

function pack(
  kernels: Kernels,
  how: 'packWeights' | 'unpackWeights',
  { from, to, taps }: Tiling,
  { input, output }: ConvolutionPlan,
  weights: Pointer,
  packed: Pointer,
): void {
  const kernelBytes = 4 * TAPS;
  const filterBytes = input.shape[0] * kernelBytes;
  const strides = to === output ? [filterBytes, kernelBytes] : [kernelBytes, filterBytes];
  const [outputStride, inputStride] = strides;
  const [outputs, inputs] = [to.shape[0], from.shape[0]];
  kernels[how](outputs, inputs, outputStride, inputStride, taps, TAPS, weights, packed);
}

/** A whole batch, from the blocks at `x` to those at `y`. */
function correlate(
  kernels: Kernels,
  tiling: Tiling,
  batch: Batch,
  x: Pointer,
  y: Pointer,
  bias: Pointer,
  accumulate: boolean,
  rectify: boolean,
  filters: Pointer,
): void {
  const { from, to, table, filterBytes } = tiling;
  forEachBlock(batch, (block, vectors) => {
    const fromBlock = x + block * blockBytes(from);
    clearHalo(kernels, from, fromBlock);
    kernels.winogradCorrelate(
      table,
      fromBlock + firstInput(tiling),
      y + block * blockBytes(to) + interiorOffset(to),
      filters,
      bias,
      accumulate,
      rectify,
      vectors,
      filters + filterBytes,
    );
  });
}
