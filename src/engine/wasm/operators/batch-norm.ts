import type { BatchNormLayer } from '../../../models/layer.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Operator, Passes, Workshop } from '../operator.js';
import {
  reserveParameter,
  reserveStatistic,
  type StoredParameter,
} from '../memory/stored-parameter.js';
import { createTensor, type Tensor } from '../memory/tensor.js';
import { blocksIn, examplesIn, type Grid, gridOf, vectorsIn } from './grid.js';

/** What a batch normalisation is fused with. */
export interface BatchNormFusion {
  /** max(0, y) at the end. */
  readonly rectify: boolean;
  /** Added before that; of the input's shape and layout, but not the input itself. */
  readonly residual: Tensor | undefined;
}

/** What the passes work on. */
interface Plan {
  readonly batchSize: number;
  readonly input: Tensor;
  readonly residual: Tensor | undefined;
  readonly output: Tensor;
  readonly rectify: boolean;
  readonly momentum: number | null;
  readonly epsilon: number;
  readonly scale: StoredParameter;
  readonly shift: StoredParameter;
  readonly mean: StoredParameter;
  readonly variance: StoredParameter;
  /** 16 bytes per channel, from the forward to the backward pass; see assembly/layers/batch-norm.ts. */
  readonly constants: Pointer;
}

const CONSTANTS_BYTES = 16;
const RECORD_BYTES = 64;

/**
 * y = scale * (x - mean) / sqrt(variance + epsilon) + shift per channel, plus the residual's values if
 * there is one, then max(0, y) if `rectify`.
 *
 * The average over all batches so far (momentum null) gives batch t, counted by `Batch.step` from 1,
 * the weight 1 / t.
 */
export function batchNormOperator(
  workshop: Workshop,
  { momentum = 0.1, epsilon = 1e-5 }: BatchNormLayer,
  name: string,
  input: Tensor,
  { rectify, residual }: BatchNormFusion,
): Operator {
  const [channels] = input.shape;
  const output = createTensor(name, input.shape, input.layout);
  const plan: Plan = {
    batchSize: workshop.batchSize,
    input,
    residual,
    output,
    rectify,
    momentum,
    epsilon,
    scale: reserveParameter(workshop, `${name}.scale`, channels),
    shift: reserveParameter(workshop, `${name}.shift`, channels),
    mean: reserveStatistic(workshop, `${name}.mean`, channels),
    variance: reserveStatistic(workshop, `${name}.variance`, channels),
    constants: workshop.arena.reserve(`${name} constants`, channels * CONSTANTS_BYTES),
  };
  return {
    name,
    inputs: residual === undefined ? [input] : [input, residual],
    output,
    parameters: [plan.scale, plan.shift, plan.mean, plan.variance],
    // Without a residual the sign of y follows from x.
    keeps: residual !== undefined && rectify ? [input, output] : [input],
    scratchBytes: channels * RECORD_BYTES,
    bind: (kernels, scratch, adds) => {
      const x = gridOf(input, workshop.batchSize);
      const y = gridOf(output, workshop.batchSize);
      const r = gridOf(residual ?? input, workshop.batchSize);
      const backward = backwardPass(kernels, plan, scratch, adds, { x, y, r });
      return { forward: forwardPass(kernels, plan, scratch, { x, y, r }), backward };
    },
  };
}

interface Grids {
  readonly x: Grid;
  readonly y: Grid;
  /** Of the residual. */
  readonly r: Grid;
}

function forwardPass(
  kernels: Kernels,
  plan: Plan,
  records: Pointer,
  { x, y, r }: Grids,
): Passes['forward'] {
  const { input, output, residual, constants, rectify } = plan;
  const { channels, height, width, channelBytes, pixelBytes } = x;
  return (batch) => {
    if (batch.training) batchConstants(kernels, plan, records, x, batch);
    else evaluationConstants(kernels, plan);
    for (let i = 0; i < blocksIn(input, batch); i++) {
      kernels.normalise(
        channels,
        height,
        width,
        channelBytes,
        pixelBytes,
        x.lineBytes,
        input.values + x.offset + i * x.blockBytes,
        r.lineBytes,
        residual === undefined ? 0 : residual.values + r.offset + i * r.blockBytes,
        y.lineBytes,
        output.values + y.offset + i * y.blockBytes,
        vectorsIn(input, batch, i),
        constants,
        rectify,
      );
    }
  };
}

/** The constants of a batch; moves the running statistics. */
function batchConstants(
  kernels: Kernels,
  { input, momentum, epsilon, scale, shift, mean, variance, constants }: Plan,
  records: Pointer,
  x: Grid,
  batch: Batch,
): void {
  const { channels, height, width, channelBytes, pixelBytes, lineBytes } = x;
  const first = input.values + x.offset;
  kernels.beginStatistics(channels, channelBytes, first, examplesIn(input, batch, 0), records);
  let before = 0;
  for (let i = 0; i < blocksIn(input, batch); i++) {
    const count = examplesIn(input, batch, i);
    kernels.collectStatistics(
      channels,
      height,
      width,
      channelBytes,
      pixelBytes,
      lineBytes,
      first + i * x.blockBytes,
      count,
      before,
      records,
    );
    before += count * height * width;
  }
  kernels.finishStatistics(
    channels,
    records,
    before,
    epsilon,
    batch.updating ? (momentum ?? 1 / batch.step) : 0,
    scale.values,
    shift.values,
    mean.values,
    variance.values,
    constants,
  );
}

function evaluationConstants(
  kernels: Kernels,
  { input, epsilon, scale, shift, mean, variance, constants }: Plan,
): void {
  kernels.runningConstants(
    input.shape[0],
    epsilon,
    scale.values,
    shift.values,
    mean.values,
    variance.values,
    constants,
  );
}

function backwardPass(
  kernels: Kernels,
  { input, residual, output, rectify, scale, shift, constants }: Plan,
  records: Pointer,
  [adds, addsToResidual]: readonly boolean[],
  { x, y, r }: Grids,
): Passes['backward'] {
  const { channels, height, width, channelBytes, pixelBytes } = x;
  const residualGradient = residual?.gradient ?? 0;
  // Where the sums leave the gradient behind the ReLU; see `normGradientSums`.
  const inResidual = residualGradient !== 0 && !addsToResidual;
  const [d, dGrid] = inResidual ? [residualGradient, r] : [output.gradient, y];
  return (batch) => {
    kernels.clearLines(1, channels * RECORD_BYTES, records, 0);
    const blocks = blocksIn(input, batch);
    for (let i = 0; i < blocks; i++) {
      const at = y.offset + i * y.blockBytes;
      kernels.normGradientSums(
        channels,
        height,
        width,
        channelBytes,
        pixelBytes,
        x.lineBytes,
        input.values + x.offset + i * x.blockBytes,
        y.lineBytes,
        residual === undefined ? 0 : output.values + at,
        y.lineBytes,
        output.gradient + at,
        r.lineBytes,
        residualGradient && residualGradient + r.offset + i * r.blockBytes,
        addsToResidual ?? false,
        vectorsIn(input, batch, i),
        constants,
        rectify,
        records,
      );
    }
    kernels.finishNormGradient(
      channels,
      records,
      batch.count * height * width,
      batch.training,
      constants,
      scale.gradient,
      shift.gradient,
    );
    if (input.gradient === 0) return;
    for (let i = 0; i < blocks; i++) {
      kernels.normGradient(
        channels,
        height,
        width,
        channelBytes,
        pixelBytes,
        x.lineBytes,
        input.values + x.offset + i * x.blockBytes,
        dGrid.lineBytes,
        d + dGrid.offset + i * dGrid.blockBytes,
        x.lineBytes,
        input.gradient + x.offset + i * x.blockBytes,
        adds,
        examplesIn(input, batch, i),
        constants,
        rectify && residual === undefined,
        records,
      );
    }
  };
}
