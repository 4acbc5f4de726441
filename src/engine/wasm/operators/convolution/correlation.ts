import type { Kernels, Pointer } from '../../kernels.js';
import type { Workshop } from '../../operator.js';
import { reserveTable } from '../../memory/stored-parameter.js';
import {
  interiorOffset,
  lineBytes,
  pixelBytes,
  ROW_BYTES,
  type Tensor,
} from '../../memory/tensor.js';
import type { ConvolutionPlan } from './convolution-plan.js';
import {
  type Chunk,
  chunksOf,
  forwardTaps,
  gradientTaps,
  type Run,
  runsOf,
  type Tap,
} from './convolution-runs.js';

const GEOMETRY_WORDS = 7;
const RUN_WORDS = 2;

/** Where the result of a correlation is written: every `toStep`-th pixel from (top, left) on. */
interface Placement {
  readonly from: Tensor;
  readonly to: Tensor;
  readonly fromStep: number;
  readonly toStep: number;
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** How the weights of one group are packed: `outputs` are channels of `to`; strides in bytes. */
interface Packing {
  readonly outputs: number;
  readonly inputs: number;
  readonly outputStride: number;
  readonly inputStride: number;
  /** Of the weights, from group to group. */
  readonly groupStride: number;
  /** Bytes from the first tap's weight to that of each tap, in the order of the runs. */
  readonly taps: Pointer;
  readonly tapCount: number;
}

/**
 * The sums of one tensor's values (or gradients), weighted, that are written to another: a forward
 * pass, or a phase of a data gradient.
 *
 * The gradient of the input of a convolution of stride s has s x s phases: pixels whose coordinates
 * leave the same remainders modulo s meet the same taps.
 */
export interface Correlation extends Placement {
  readonly groups: number;
  readonly packing: Packing;
  readonly runs: readonly Run[];
  readonly chunks: readonly Chunk[];
  /** Bytes of the packed weights of four output channels, and of a group. */
  readonly tileBytes: number;
  readonly groupBytes: number;
  /** The kernels' geometry; then the runs. */
  readonly table: Pointer;
  readonly words: Uint32Array;
}

export function forwardCorrelation(workshop: Workshop, plan: ConvolutionPlan): Correlation {
  const { name, input, output, geometry } = plan;
  const [, height, width] = output.shape;
  const steps = { fromStep: geometry.stride, toStep: 1 };
  const placement = { from: input, to: output, ...steps, top: 0, left: 0, height, width };
  const taps = forwardTaps(geometry);
  return createCorrelation(workshop, plan, `${name} forward`, taps, taps, placement);
}

/** The phases of the data gradient. */
export function gradientCorrelations(workshop: Workshop, plan: ConvolutionPlan): Correlation[] {
  const { name, input, output, geometry } = plan;
  const { stride } = geometry;
  const [, height, width] = input.shape;
  const phases: Correlation[] = [];
  for (let top = 0; top < Math.min(stride, height); top++) {
    for (let left = 0; left < Math.min(stride, width); left++) {
      const vertical = gradientTaps(geometry, top);
      const horizontal = gradientTaps(geometry, left);
      const placement: Placement = {
        from: output,
        to: input,
        fromStep: 1,
        toStep: stride,
        top,
        left,
        height: Math.ceil((height - top) / stride),
        width: Math.ceil((width - left) / stride),
      };
      const phase = `${name} gradient (${top}, ${left})`;
      phases.push(createCorrelation(workshop, plan, phase, vertical, horizontal, placement));
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
      for (const { shift } of gradientTaps(geometry, first)) {
        halo = Math.max(halo, -shift, last + shift - (outputs - 1));
      }
    }
    return halo;
  };
  return Math.max(side(input.shape[1], output.shape[1]), side(input.shape[2], output.shape[2]));
}

function createCorrelation(
  workshop: Workshop,
  { input, output, geometry: { kernel, groups } }: ConvolutionPlan,
  name: string,
  vertical: readonly Tap[],
  horizontal: readonly Tap[],
  placement: Placement,
): Correlation {
  const { from, to } = placement;
  const [inputs, outputs] = [from.shape[0] / groups, to.shape[0] / groups];
  const taps = vertical.flatMap((v) => horizontal.map((h) => 4 * (v.tap * kernel + h.tap)));
  const kernelBytes = 4 * kernel * kernel;
  const filterBytes = (input.shape[0] / groups) * kernelBytes;
  const runs = runsOf(vertical, horizontal, inputs, groups === 1);
  const words = new Uint32Array(GEOMETRY_WORDS + runs.length * RUN_WORDS);
  const tileBytes = taps.length * inputs * 16;
  return {
    ...placement,
    groups,
    packing: {
      outputs,
      inputs,
      outputStride: to === output ? filterBytes : kernelBytes,
      inputStride: to === output ? kernelBytes : filterBytes,
      groupStride: (output.shape[0] / groups) * filterBytes,
      taps: reserveTable(workshop, `${name} taps`, Uint32Array.from(taps)),
      tapCount: taps.length,
    },
    runs,
    chunks: chunksOf(runs),
    tileBytes,
    groupBytes: Math.ceil(outputs / 4) * tileBytes,
    table: reserveTable(workshop, `${name} geometry`, words),
    words,
  };
}

/** Writes the table of a correlation, once the halos of its tensors are known. */
export function fillTable({ words, runs, from, to, packing, ...correlation }: Correlation): void {
  const { height, width, fromStep, toStep } = correlation;
  const [fromPixel, fromLine] = [pixelBytes(from), lineBytes(from)];
  const [toPixel, toLine] = [pixelBytes(to), lineBytes(to)];
  const fromSteps = [fromStep * fromPixel, fromStep * fromLine];
  words.set([height, width, packing.outputs, ...fromSteps, toStep * toPixel, toStep * toLine]);
  runs.forEach(({ down, right, row, rows }, i) => {
    const offset = down * fromLine + right * fromPixel + row * ROW_BYTES;
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

/** Packs all groups of the weights as the correlation reads them, or unpacks their gradients. */
export function packGroups(
  kernels: Kernels,
  how: 'packWeights' | 'unpackWeights',
  { packing, groups, groupBytes }: Correlation,
  weights: Pointer,
  packed: Pointer,
): void {
  const { outputs, inputs, outputStride, inputStride, groupStride, taps, tapCount } = packing;
  for (let g = 0; g < groups; g++) {
    kernels[how](
      outputs,
      inputs,
      outputStride,
      inputStride,
      taps,
      tapCount,
      weights + g * groupStride,
      packed + g * groupBytes,
    );
  }
}
