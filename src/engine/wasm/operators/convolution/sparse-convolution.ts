import type { Workshop } from '../../operator.js';
import type { SparseStructure } from '../../memory/sparse-structure.js';
import { blockBytes } from '../../memory/tensor.js';
import type { ConvolutionPass, ConvolutionPlan } from './convolution-plan.js';
import { clearHalo, forEachBlock } from '../blocks.js';
import { routeOf } from './sparse-convolution-sweeps.js';
import {
  reserveSparseConvolution,
  type SparseConvolutionTables,
} from './sparse-convolution-tables.js';

/** The three passes of a convolution of which only the surviving weights, `structure`, are stored. */
export function sparseConvolution(
  workshop: Workshop,
  plan: ConvolutionPlan,
  structure: SparseStructure,
): Record<'forward' | 'inputGradient' | 'weightGradient', ConvolutionPass> {
  const tables = reserveSparseConvolution(workshop, plan, structure);
  return {
    forward: forwardPass(plan, tables),
    inputGradient: inputGradientPass(plan, tables),
    weightGradient: weightGradientPass(plan, tables, pairsOf(structure.starts) * 16),
  };
}

/** Pairs of entries of the same row; a last single entry counts as a pair. */
function pairsOf(starts: Uint32Array): number {
  let pairs = 0;
  for (let row = 1; row < starts.length; row++) {
    pairs += Math.ceil((starts[row] - starts[row - 1]) / 2);
  }
  return pairs;
}

function forwardPass(plan: ConvolutionPlan, tables: SparseConvolutionTables): ConvolutionPass {
  const { input, output, rectify, weight, bias, geometry } = plan;
  const [channels, height, width] = output.shape;
  const { forward, forwardOffsets, fillForward } = tables;
  return {
    scratchBytes: 0,
    bind: (kernels) => {
      fillForward();
      const route = routeOf(forward, input, output);
      return (batch) => {
        forEachBlock(batch, (block, vectors) => {
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
            vectors,
            rectify,
            false,
          );
        });
      };
    },
  };
}

/**
 * dX = W^T dY, where W^T is W with its values in the order of the sweeps: one for every parity of
 * the input's pixels.
 */
function inputGradientPass(
  { input, output, weight }: ConvolutionPlan,
  tables: SparseConvolutionTables,
): ConvolutionPass {
  const { entries, order, backward, backwardOffsets, fillBackward } = tables;
  return {
    scratchBytes: entries * 4,
    bind: (kernels, transposed, adds) => {
      fillBackward();
      const sweeps = backward
        .filter(({ vertical, horizontal }) => vertical.count > 0 && horizontal.count > 0)
        .map((sweep) => ({ ...sweep, route: routeOf(sweep, output, input) }))
        .filter(({ route }) => route.reach > 0 || !adds); // without taps there is nothing to add
      return (batch) => {
        kernels.permute(entries, weight.values, order, transposed);
        forEachBlock(batch, (block, vectors) => {
          const dx = input.gradient + block * blockBytes(input);
          const dy = output.gradient + block * blockBytes(output);
          clearHalo(kernels, output, dy);
          for (const { starts, vertical, horizontal, route } of sweeps) {
            kernels.sparseConvolve(
              input.shape[0],
              starts,
              backwardOffsets,
              transposed,
              0,
              vertical.count,
              horizontal.count,
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
        });
      };
    },
  };
}

/** dW = the sum over pixels of dY X^T, at the survivors; reads the offsets that `forward` fills. */
function weightGradientPass(
  { input, output, weight, geometry }: ConvolutionPlan,
  { forward, forwardOffsets }: SparseConvolutionTables,
  partialBytes: number,
): ConvolutionPass {
  const [channels, height, width] = output.shape;
  return {
    scratchBytes: partialBytes,
    bind: (kernels, partialSums) => {
      const route = routeOf(forward, input, output);
      return (batch) => {
        kernels.clear(partialSums, partialBytes);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const dy = output.gradient + block * blockBytes(output);
          if (geometry.padding > 0) clearHalo(kernels, input, x);
          kernels.sparseConvolutionGradient(
            channels,
            forward.starts,
            forwardOffsets,
            height,
            width,
            x + route.from,
            route.fromLine,
            route.fromPixel,
            route.reach,
            dy + route.to,
            route.toLine,
            route.toPixel,
            vectors,
            partialSums,
          );
        });
        kernels.sumPairs(channels, forward.starts, partialSums, weight.gradient);
      };
    },
  };
}
