import type { Kernels, Pointer } from '../kernels.js';
import type { Operator, Passes, Workshop } from '../operator.js';
import type { SparseStructure } from '../sparse-structure.js';
import {
  blockBytes,
  blocksOf,
  interiorOffset,
  lineBytes,
  pixelBytes,
  type Tensor,
  vectorsOf,
} from '../tensor.js';
import type { ConvolutionPlan } from './convolution-plan.js';
import { routeOf } from './sparse-convolution-sweeps.js';
import {
  reserveSparseConvolution,
  type SparseConvolutionTables,
} from './sparse-convolution-tables.js';

/** What is computed in the scratch memory. */
interface Scratch {
  /** [output channels][4] */
  readonly biasSums: Pointer;
  /** What `sparseConvolutionGradient` collects. */
  readonly partialSums: Pointer;
  readonly partialBytes: number;
  /** [entries], in the order of the data gradient. */
  readonly transposed: Pointer;
}

/**
 * The passes of a convolution of which only the surviving weights are stored; `structure` is theirs.
 *
 * Raises the halos of both tensors to what it reads.
 */
export function sparseConvolution(
  workshop: Workshop,
  plan: ConvolutionPlan,
  structure: SparseStructure,
): Pick<Operator, 'scratchBytes' | 'bind'> {
  const { input, output, geometry } = plan;
  const tables = reserveSparseConvolution(workshop, plan, structure);
  input.halo = Math.max(input.halo, geometry.padding);
  output.halo = Math.max(output.halo, tables.gradientHalo);
  const channels = output.shape[0];
  const partialBytes = pairsOf(structure.starts) * 16;
  return {
    scratchBytes: channels * 16 + partialBytes + tables.entries * 4,
    bind: (kernels, biasSums, [adds]) => {
      const partialSums = biasSums + channels * 16;
      const transposed = partialSums + partialBytes;
      tables.fill();
      const scratch = { biasSums, partialSums, partialBytes, transposed };
      return {
        forward: forwardPass(kernels, plan, tables),
        backward: backwardPass(kernels, plan, tables, scratch, adds),
      };
    },
  };
}

/** Pairs of entries of one row; a last single one counts as a pair. */
function pairsOf(starts: Uint32Array): number {
  let pairs = 0;
  for (let row = 1; row < starts.length; row++) {
    pairs += Math.ceil((starts[row] - starts[row - 1]) / 2);
  }
  return pairs;
}

function forwardPass(
  kernels: Kernels,
  plan: ConvolutionPlan,
  { forward, forwardOffsets }: SparseConvolutionTables,
): Passes['forward'] {
  const { input, output, rectify, weight, bias, geometry } = plan;
  const [channels, height, width] = output.shape;
  const route = routeOf(forward, input, output);
  return ({ count }) => {
    for (let block = 0; block < blocksOf(count); block++) {
      const x = input.values + block * blockBytes(input);
      const y = output.values + block * blockBytes(output);
      if (geometry.padding > 0) clearHalo(kernels, input, x);
      kernels.sparseConvolve(
        channels,
        forward.starts,
        forwardOffsets,
        weight.values,
        bias?.values ?? 0,
        height,
        width,
        x + route.from,
        route.fromLine,
        route.fromPixel,
        route.reach,
        y + route.to,
        route.toLine,
        route.toPixel,
        vectorsOf(count, block),
        rectify,
        false,
      );
    }
  };
}

/** Block by block, so that one block's gradient is still in the cache for each of its uses. */
function backwardPass(
  kernels: Kernels,
  plan: ConvolutionPlan,
  tables: SparseConvolutionTables,
  scratch: Scratch,
  adds: boolean,
): Passes['backward'] {
  const { input, output, rectify, weight, bias } = plan;
  const { biasSums, partialSums, partialBytes, transposed } = scratch;
  const channels = output.shape[0];
  const biasGradient = biasGradientPass(kernels, plan, biasSums);
  const weightGradient = weightGradientPass(kernels, plan, tables, partialSums);
  const dataGradient = dataGradientPass(kernels, plan, tables, transposed, adds);
  return ({ count }) => {
    kernels.clear(biasSums, channels * 16);
    kernels.clear(partialSums, partialBytes);
    if (input.gradient !== 0) {
      kernels.permute(tables.entries, weight.values, tables.order, transposed);
    }
    for (let block = 0; block < blocksOf(count); block++) {
      const vectors = vectorsOf(count, block);
      if (bias !== undefined || rectify) biasGradient(block, vectors);
      weightGradient(block, vectors);
      if (input.gradient !== 0) dataGradient(block, vectors);
    }
    if (bias !== undefined) kernels.sumLanes(channels, biasSums, bias.gradient);
    kernels.sumPairs(channels, tables.forward.starts, partialSums, weight.gradient);
  };
}

/** Works on the block of a number, of which some vectors are in use. */
type BlockPass = (block: number, vectors: number) => void;

/** Stops the gradient at the ReLU, and sums it. */
function biasGradientPass(
  kernels: Kernels,
  { output, rectify, bias }: ConvolutionPlan,
  sums: Pointer,
): BlockPass {
  const [channels, height, width] = output.shape;
  return (block, vectors) => {
    const first = block * blockBytes(output) + interiorOffset(output);
    kernels.blockBiasGradient(
      channels,
      height,
      width,
      lineBytes(output),
      output.values + first,
      output.gradient + first,
      vectors,
      rectify,
      bias === undefined ? 0 : sums,
    );
  };
}

function weightGradientPass(
  kernels: Kernels,
  { input, output }: ConvolutionPlan,
  { forward, forwardOffsets }: SparseConvolutionTables,
  partialSums: Pointer,
): BlockPass {
  const [channels, height, width] = output.shape;
  const route = routeOf(forward, input, output);
  return (block, vectors) => {
    kernels.sparseConvolutionGradient(
      channels,
      forward.starts,
      forwardOffsets,
      height,
      width,
      input.values + block * blockBytes(input) + route.from,
      route.fromLine,
      route.fromPixel,
      route.reach,
      output.gradient + block * blockBytes(output) + route.to,
      route.toLine,
      route.toPixel,
      vectors,
      partialSums,
    );
  };
}

/** dX = W^T dY: for every parity of pixels, a sweep over the taps that it uses. */
function dataGradientPass(
  kernels: Kernels,
  { input, output }: ConvolutionPlan,
  { backward, backwardOffsets, gradientHalo }: SparseConvolutionTables,
  transposed: Pointer,
  adds: boolean,
): BlockPass {
  const routes = backward
    .map((sweep) => ({ ...sweep, ...routeOf(sweep, output, input) }))
    .filter(({ reach }) => reach > 0 || !adds); // without taps there is nothing to add
  return (block, vectors) => {
    const dx = input.gradient + block * blockBytes(input);
    const dy = output.gradient + block * blockBytes(output);
    if (gradientHalo > 0) clearHalo(kernels, output, dy);
    for (const route of routes) {
      kernels.sparseConvolve(
        input.shape[0],
        route.starts,
        backwardOffsets,
        transposed,
        0,
        route.vertical.count,
        route.horizontal.count,
        dy + route.from,
        route.fromLine,
        route.fromPixel,
        route.reach,
        dx + route.to,
        route.toLine,
        route.toPixel,
        vectors,
        false,
        adds,
      );
    }
  };
}

function clearHalo(kernels: Kernels, tensor: Tensor, block: Pointer): void {
  const [, height, width] = tensor.shape;
  kernels.zeroHalo(block, height, width, tensor.halo, pixelBytes(tensor));
}
