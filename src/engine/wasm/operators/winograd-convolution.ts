import type { Workshop } from '../operator.js';
import { reserveTable } from '../stored-parameter.js';
import {
  blockBytes,
  interiorOffset,
  lineBytes,
  pixelBytes,
  ROW_BYTES,
  type Tensor,
} from '../tensor.js';
import type { ConvolutionPass, ConvolutionPlan } from './convolution-plan.js';
import { clearHalo, forEachBlock } from './direct-convolution.js';

const TAPS = 9;
const PLANES = 36;
const BUFFER_BYTES = PLANES * ROW_BYTES;
const GEOMETRY_WORDS = 9;
const STRIP_BYTES = Number(process.env.STRIP ?? 2359296);

/** Whether Winograd's algorithm can compute all three passes. */
export function winogradApplies({ input, output, geometry }: ConvolutionPlan): boolean {
  const { kernel, stride, dilation, groups } = geometry;
  const sides = [...input.shape.slice(1), ...output.shape.slice(1)];
  return (
    kernel === 3 &&
    stride === 1 &&
    dilation === 1 &&
    groups === 1 &&
    sides.every((n) => n % 4 === 0)
  );
}

/** A correlation of `from` with 3x3 filters, by strips of tiles. */
interface Tiling {
  readonly from: Tensor;
  readonly to: Tensor;
  /** From the first pixel of `from` to the top left input of the first tile, down and to the right. */
  readonly shift: number;
  readonly strip: number;
  readonly table: number;
  readonly words: Uint32Array;
  /** Bytes from each tap's weight to the first one's. */
  readonly tapTable: number;
  /** Tiles of four channels of `to`. */
  readonly channelTiles: number;
  readonly packedBytes: number;
  readonly filterBytes: number;
  /** Of the planes of a strip. */
  readonly planeBytes: number;
}

function createTiling(
  workshop: Workshop,
  name: string,
  from: Tensor,
  to: Tensor,
  shift: number,
  flipped: boolean,
): Tiling {
  const [inputs, outputs] = [from.shape[0], to.shape[0]];
  const tiles = (to.shape[1] * to.shape[2]) / 16;
  const perTile = PLANES * ROW_BYTES * (inputs + outputs);
  const strip = Math.min(tiles, Math.max(4, Math.floor(STRIP_BYTES / perTile)));
  const channelTiles = Math.ceil(outputs / 4);
  const plane = (channels: number): number => ((strip * (channels | 1)) | 1) * ROW_BYTES;
  const taps = Uint32Array.from({ length: TAPS }, (_, i) => 4 * (flipped ? TAPS - 1 - i : i));
  const words = new Uint32Array(GEOMETRY_WORDS);
  return {
    from,
    to,
    shift,
    strip,
    words,
    table: reserveTable(workshop, `${name} geometry`, words),
    tapTable: reserveTable(workshop, `${name} taps`, taps),
    channelTiles,
    packedBytes: TAPS * channelTiles * inputs * 16,
    filterBytes: PLANES * channelTiles * inputs * 16,
    planeBytes: PLANES * (plane(inputs) + plane(outputs)) + BUFFER_BYTES,
  };
}

function fillTable({ words, from, to, strip }: Tiling): void {
  words.set([
    to.shape[1] / 4,
    to.shape[2] / 4,
    from.shape[0],
    to.shape[0],
    lineBytes(from),
    lineBytes(to),
    strip,
    0,
    pixelBytes(from),
  ]);
}

/** Bytes from the start of a block of `from` to the first tile's top left input. */
function firstInput({ from, shift }: Tiling): number {
  return interiorOffset(from) + shift * (lineBytes(from) + pixelBytes(from));
}

function tilingScratch({ packedBytes, filterBytes, planeBytes }: Tiling): number {
  return filterBytes + Math.max(packedBytes + BUFFER_BYTES, planeBytes);
}

function forwardTiling(workshop: Workshop, plan: ConvolutionPlan): Tiling {
  const { name, input, output, geometry } = plan;
  return createTiling(workshop, `${name} tiling`, input, output, -geometry.padding, false);
}

export function winogradForward(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, weight, bias, rectify } = plan;
  const tiling = forwardTiling(workshop, plan);
  const [inputs, outputs] = [input.shape[0], output.shape[0]];
  return {
    scratchBytes: tilingScratch(tiling),
    bind: (kernels, filters) => {
      fillTable(tiling);
      const rest = filters + tiling.filterBytes;
      const buffer = rest + tiling.packedBytes;
      return (batch) => {
        kernels.packWeights(
          outputs,
          inputs,
          inputs * TAPS * 4,
          TAPS * 4,
          tiling.tapTable,
          TAPS,
          weight.values,
          rest,
        );
        kernels.winogradFilters(inputs, tiling.channelTiles, rest, filters, buffer);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const y = output.values + block * blockBytes(output) + interiorOffset(output);
          clearHalo(kernels, input, x);
          kernels.winogradCorrelate(
            tiling.table,
            x + firstInput(tiling),
            y,
            filters,
            bias?.values ?? 0,
            false,
            rectify,
            vectors,
            rest,
          );
        });
      };
    },
  };
}

export function winogradInputGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { name, input, output, weight, geometry } = plan;
  const shift = geometry.padding - 2;
  const tiling = createTiling(workshop, `${name} gradient tiling`, output, input, shift, true);
  const [inputs, outputs] = [input.shape[0], output.shape[0]];
  return {
    scratchBytes: tilingScratch(tiling),
    bind: (kernels, filters, adds) => {
      fillTable(tiling);
      const rest = filters + tiling.filterBytes;
      const buffer = rest + tiling.packedBytes;
      return (batch) => {
        kernels.packWeights(
          inputs,
          outputs,
          TAPS * 4,
          inputs * TAPS * 4,
          tiling.tapTable,
          TAPS,
          weight.values,
          rest,
        );
        kernels.winogradFilters(outputs, tiling.channelTiles, rest, filters, buffer);
        forEachBlock(batch, (block, vectors) => {
          const dy = output.gradient + block * blockBytes(output);
          const dx = input.gradient + block * blockBytes(input) + interiorOffset(input);
          clearHalo(kernels, output, dy);
          kernels.winogradCorrelate(
            tiling.table,
            dy + firstInput(tiling),
            dx,
            filters,
            0,
            adds,
            false,
            vectors,
            rest,
          );
        });
      };
    },
  };
}

export function winogradWeightGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, weight } = plan;
  const tiling = forwardTiling(workshop, plan);
  const [inputs, outputs] = [input.shape[0], output.shape[0]];
  return {
    scratchBytes: tilingScratch(tiling),
    bind: (kernels, sums) => {
      fillTable(tiling);
      const rest = sums + tiling.filterBytes;
      const buffer = rest + tiling.packedBytes;
      return (batch) => {
        kernels.clear(sums, tiling.filterBytes);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const dy = output.gradient + block * blockBytes(output) + interiorOffset(output);
          clearHalo(kernels, input, x);
          kernels.winogradGradient(tiling.table, x + firstInput(tiling), dy, vectors, sums, rest);
        });
        kernels.winogradFilterGradients(inputs, tiling.channelTiles, sums, rest, buffer);
        kernels.unpackWeights(
          outputs,
          inputs,
          inputs * TAPS * 4,
          TAPS * 4,
          tiling.tapTable,
          TAPS,
          rest,
          weight.gradient,
        );
      };
    },
  };
}
