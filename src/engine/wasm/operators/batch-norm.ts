import type { BatchNormLayer } from '../../../models/layer.js';
import type { Operator, Workshop } from '../operator.js';
import { reserveParameter, reserveStatistic } from '../memory/stored-parameter.js';
import { createTensor, type Tensor } from '../memory/tensor.js';
import {
  backwardPass,
  type BatchNormPlan,
  forwardPass,
  RECORD_BYTES,
} from './batch-norm-passes.js';
import { gridOf } from './grid.js';

/** What a batch normalisation is fused with. */
export interface BatchNormFusion {
  /** max(0, y) at the end. */
  readonly rectify: boolean;
  /** Added before that; of the input's shape and layout, but not the input itself. */
  readonly residual: Tensor | undefined;
}

const CONSTANTS_BYTES = 16;

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
  const plan: BatchNormPlan = {
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
