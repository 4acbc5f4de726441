import type { Kernels, Pointer } from '../../kernels.js';
import type { Workshop } from '../../operator.js';
import { blockBytes, interiorOffset, pixelBytes } from '../../memory/tensor.js';
import { clearHalo, forEachBlock } from '../blocks.js';
import type { ConvolutionPass, ConvolutionPlan } from './convolution-plan.js';
import {
  type Correlation,
  fillTable,
  firstPixelOffset,
  forwardCorrelation,
  gradientCorrelations,
  gradientHalo,
  packGroups,
  runAddress,
} from './correlation.js';

/**
 * Pixels of a strip of the weight gradient. At 64 channels, the rows of a channel in all pixels fall
 * into the same set of the L1 cache, which holds 8 to 12 of them; with fewer channels 8 to 64 pixels
 * are equally fast.
 */
const STRIP_PIXELS = 8;

/** How the sums of a correlation begin and end. */
interface Ending {
  readonly bias: Pointer;
  readonly accumulate: boolean;
  readonly rectify: boolean;
}

/** y = W * x + b, then max(0, y) if the plan says so. */
export function directForward(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, geometry, weight, bias, rectify } = plan;
  const correlation = forwardCorrelation(workshop, plan);
  const ending = { bias: bias?.values ?? 0, accumulate: false, rectify };
  return {
    scratchBytes: correlation.groups * correlation.groupBytes,
    bind: (kernels, packed) => {
      fillTable(correlation);
      return (batch) => {
        packGroups(kernels, 'packWeights', correlation, weight.values, packed);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const y = output.values + block * blockBytes(output);
          if (geometry.padding > 0) clearHalo(kernels, input, x);
          correlate(kernels, correlation, x, y, packed, vectors, ending);
        });
      };
    },
  };
}

/** dx = W^T * dy, phase by phase. */
export function directInputGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, weight } = plan;
  const halo = gradientHalo(plan);
  let scratchBytes = 0;
  const phases = gradientCorrelations(workshop, plan).map((correlation) => {
    const packedOffset = scratchBytes;
    scratchBytes += correlation.groups * correlation.groupBytes;
    return { correlation, packedOffset };
  });
  return {
    scratchBytes,
    bind: (kernels, scratch, adds) => {
      for (const { correlation } of phases) fillTable(correlation);
      const ending = { bias: 0, accumulate: adds, rectify: false };
      // A phase that meets no taps writes zeros, or adds nothing.
      const needed = phases.filter(({ correlation }) => !adds || correlation.runs.length > 0);
      return (batch) => {
        for (const { correlation, packedOffset } of needed) {
          const packed = scratch + packedOffset;
          packGroups(kernels, 'packWeights', correlation, weight.values, packed);
        }
        forEachBlock(batch, (block, vectors) => {
          const dy = output.gradient + block * blockBytes(output);
          const dx = input.gradient + block * blockBytes(input);
          if (halo > 0) clearHalo(kernels, output, dy);
          for (const { correlation, packedOffset } of needed) {
            correlate(kernels, correlation, dy, dx, scratch + packedOffset, vectors, ending);
          }
        });
      };
    },
  };
}

/** dW[k][c, tap] = the sum over pixels and examples of dy[k] and the x[c] that met at the tap. */
export function directWeightGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const { input, output, geometry, weight } = plan;
  const correlation = forwardCorrelation(workshop, plan);
  const { groups, groupBytes, table, tileBytes, width } = correlation;
  const stripWidth = Math.min(width, STRIP_PIXELS);
  const stripHeight = Math.floor(STRIP_PIXELS / stripWidth);
  return {
    scratchBytes: groups * groupBytes,
    bind: (kernels, sums) => {
      fillTable(correlation);
      return (batch) => {
        kernels.clear(sums, groups * groupBytes);
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const dy = output.gradient + block * blockBytes(output);
          if (geometry.padding > 0) clearHalo(kernels, input, x);
          for (let g = 0; g < groups; g++) {
            kernels.weightGradient(
              table,
              x + interiorOffset(input) + (g * pixelBytes(input)) / groups,
              dy + interiorOffset(output) + (g * pixelBytes(output)) / groups,
              runAddress(correlation, 0),
              correlation.runs.length,
              tileBytes,
              vectors,
              stripHeight,
              stripWidth,
              sums + g * groupBytes,
            );
          }
        });
        packGroups(kernels, 'unpackWeights', correlation, weight.gradient, sums);
      };
    },
  };
}

/** One block of a correlation; `fromBlock` and `toBlock` are the starts of the blocks. */
function correlate(
  kernels: Kernels,
  correlation: Correlation,
  fromBlock: Pointer,
  toBlock: Pointer,
  packed: Pointer,
  vectors: number,
  { bias, accumulate, rectify }: Ending,
): void {
  const { from, to, groups, chunks, packing, table, tileBytes, groupBytes } = correlation;
  for (let g = 0; g < groups; g++) {
    const x = fromBlock + interiorOffset(from) + (g * pixelBytes(from)) / groups;
    const y = toBlock + firstPixelOffset(correlation) + (g * pixelBytes(to)) / groups;
    chunks.forEach(({ firstRun, runCount, rows, rowsBefore }, i) => {
      kernels.correlate(
        table,
        x,
        y,
        runAddress(correlation, firstRun),
        runCount,
        rows,
        packed + g * groupBytes + rowsBefore * 16,
        tileBytes,
        bias === 0 || i > 0 ? 0 : bias + g * packing.outputs * 4,
        accumulate || i > 0,
        rectify && i === chunks.length - 1,
        vectors,
      );
    });
  }
}
