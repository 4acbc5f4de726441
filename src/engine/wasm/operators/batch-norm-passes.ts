import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Passes } from '../operator.js';
import type { StoredParameter } from '../memory/stored-parameter.js';
import type { Tensor } from '../memory/tensor.js';
import { blocksIn, examplesIn, type Grid, vectorsIn } from './grid.js';

/** What the passes work on. */
export interface BatchNormPlan {
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

/** Bytes per channel of the sums that the passes collect. */
export const RECORD_BYTES = 64;

/** How the tensors of a batch normalisation lie. */
export interface Grids {
  readonly x: Grid;
  readonly y: Grid;
  /** Of the residual. */
  readonly r: Grid;
}

/** From the input (and the residual) to the output. */
export function forwardPass(
  kernels: Kernels,
  plan: BatchNormPlan,
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
  { input, momentum, epsilon, scale, shift, mean, variance, constants }: BatchNormPlan,
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
  { input, epsilon, scale, shift, mean, variance, constants }: BatchNormPlan,
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

/** From the output's gradient to those of the input, the residual, scale and shift. */
export function backwardPass(
  kernels: Kernels,
  { input, residual, output, rectify, scale, shift, constants }: BatchNormPlan,
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
    kernels.clear(records, channels * RECORD_BYTES);
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
