import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Workshop } from '../operator.js';
import {
  blockBytes,
  blocksOf,
  interiorOffset,
  pixelBytes,
  ROW_BYTES,
  type Tensor,
  vectorsOf,
} from '../tensor.js';
import type { ConvolutionPass, ConvolutionPlan } from './convolution-plan.js';
import {
  type Correlation,
  fillTables,
  firstPixelOffset,
  forwardCorrelation,
  gradientCorrelations,
  groupBytes,
  runAddress,
  tileBytes,
} from './correlation.js';

/** Bytes of dy that a strip of the weight gradient should not exceed. */
const STRIP_BYTES = 32768;

/** Bytes from a weight to that of the next output and input channel. */
function weightStrides({ input, geometry: { kernel, groups } }: ConvolutionPlan) {
  const taps = 4 * kernel * kernel;
  return { output: (input.shape[0] / groups) * taps, input: taps };
}

/** y = W * x + b. */
export function directForward(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const correlation = forwardCorrelation(workshop, plan);
  const { input, output, geometry, weight, bias, rectify } = plan;
  const { groups } = geometry;
  const strides = weightStrides(plan);
  const group = (output.shape[0] / groups) * strides.output;
  return {
    scratchBytes: groups * groupBytes(correlation),
    bind: (kernels, packed) => {
      fillTables(correlation);
      return (batch) => {
        for (let g = 0; g < groups; g++) {
          kernels.packWeights(
            output.shape[0] / groups,
            input.shape[0] / groups,
            strides.output,
            strides.input,
            correlation.tapTable,
            correlation.tapCount,
            weight.values + g * group,
            packed + g * groupBytes(correlation),
          );
        }
        forEachBlock(batch, (block, vectors) => {
          const x = input.values + block * blockBytes(input);
          const y = output.values + block * blockBytes(output);
          if (geometry.padding > 0) clearHalo(kernels, input, x);
          const ending = { bias: bias?.values ?? 0, accumulate: false, rectify };
          correlateBlock(kernels, correlation, x, y, packed, vectors, ending);
        });
      };
    },
  };
}

/** dx = W^T * dy, with the halo of dy cleared. */
export function directInputGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const phases = gradientCorrelations(workshop, plan);
  const { input, output, geometry, weight } = plan;
  const { groups } = geometry;
  const strides = weightStrides(plan);
  const group = (output.shape[0] / groups) * strides.output;
  const starts: number[] = [];
  let bytes = 0;
  for (const phase of phases) {
    starts.push(bytes);
    bytes += groups * groupBytes(phase);
  }
  return {
    scratchBytes: bytes,
    bind: (kernels, packed, adds) => {
      phases.forEach(fillTables);
      const needed = adds ? phases.filter(({ rows }) => rows > 0) : phases;
      return (batch) => {
        phases.forEach((phase, i) => {
          for (let g = 0; g < groups; g++) {
            kernels.packWeights(
              input.shape[0] / groups,
              output.shape[0] / groups,
              strides.input,
              strides.output,
              phase.tapTable,
              phase.tapCount,
              weight.values + g * group,
              packed + starts[i] + g * groupBytes(phase),
            );
          }
        });
        forEachBlock(batch, (block, vectors) => {
          const dy = output.gradient + block * blockBytes(output);
          const dx = input.gradient + block * blockBytes(input);
          clearHalo(kernels, output, dy);
          needed.forEach((phase) => {
            const weights = packed + starts[phases.indexOf(phase)];
            const ending = { bias: 0, accumulate: adds, rectify: false };
            correlateBlock(kernels, phase, dy, dx, weights, vectors, ending);
          });
        });
      };
    },
  };
}

/** dW = the sum over pixels of dy x^T; relies on the input's halo as the forward pass left it. */
export function directWeightGradient(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPass {
  const correlation = forwardCorrelation(workshop, plan);
  const { input, output, geometry, weight } = plan;
  const { groups } = geometry;
  const strides = weightStrides(plan);
  const group = (output.shape[0] / groups) * strides.output;
  const { stripHeight, stripWidth } = stripOf(output);
  return {
    scratchBytes: groups * groupBytes(correlation),
    bind: (kernels, sums) => {
      fillTables(correlation);
      return (batch) => {
        kernels.clear(sums, groups * groupBytes(correlation));
        forEachBlock(batch, (block, vectors) => {
          const xBlock = input.values + block * blockBytes(input);
          if (geometry.padding > 0) clearHalo(kernels, input, xBlock);
          const x = xBlock + interiorOffset(input);
          const dy = output.gradient + block * blockBytes(output) + interiorOffset(output);
          for (let g = 0; g < groups; g++) {
            kernels.weightGradient(
              correlation.table,
              x + (g * pixelBytes(input)) / groups,
              dy + (g * pixelBytes(output)) / groups,
              runAddress(correlation, 0),
              correlation.runs.length,
              tileBytes(correlation),
              vectors,
              stripHeight,
              stripWidth,
              sums + g * groupBytes(correlation),
            );
          }
        });
        for (let g = 0; g < groups; g++) {
          kernels.unpackWeights(
            output.shape[0] / groups,
            input.shape[0] / groups,
            strides.output,
            strides.input,
            correlation.tapTable,
            correlation.tapCount,
            sums + g * groupBytes(correlation),
            weight.gradient + g * group,
          );
        }
      };
    },
  };
}

function stripOf(output: Tensor) {
  const [, height, width] = output.shape;
  const pixels = Math.max(8, Math.floor(STRIP_BYTES / pixelBytes(output)));
  const stripWidth = Math.min(width, pixels);
  return { stripWidth, stripHeight: Math.min(height, Math.max(1, Math.floor(pixels / width))) };
}

export function forEachBlock(
  { count }: Batch,
  visit: (block: number, vectors: number) => void,
): void {
  for (let block = 0; block < blocksOf(count); block++) visit(block, vectorsOf(count, block));
}

export function clearHalo(kernels: Kernels, tensor: Tensor, block: Pointer): void {
  const [, height, width] = tensor.shape;
  if (tensor.halo > 0) kernels.zeroHalo(block, height, width, tensor.halo, pixelBytes(tensor));
}

/** How the sums of a correlation begin and end. */
interface Ending {
  readonly bias: Pointer;
  readonly accumulate: boolean;
  readonly rectify: boolean;
}

function correlateBlock(
  kernels: Kernels,
  correlation: Correlation,
  fromBlock: Pointer,
  toBlock: Pointer,
  packed: Pointer,
  vectors: number,
  { bias, accumulate, rectify }: Ending,
): void {
  const { from, to, groups, chunks } = correlation;
  const channels = to.shape[0] / groups;
  for (let g = 0; g < groups; g++) {
    const x = fromBlock + interiorOffset(from) + (g * pixelBytes(from)) / groups;
    const y = toBlock + firstPixelOffset(correlation) + g * channels * ROW_BYTES;
    chunks.forEach(({ firstRun, runCount, rows, rowsBefore }, i) => {
      kernels.correlate(
        correlation.table,
        x,
        y,
        runAddress(correlation, firstRun),
        runCount,
        rows,
        packed + g * groupBytes(correlation) + rowsBefore * 16,
        tileBytes(correlation),
        i === 0 && bias !== 0 ? bias + g * channels * 4 : 0,
        accumulate || i > 0,
        rectify && i === chunks.length - 1,
        vectors,
      );
    });
  }
}
