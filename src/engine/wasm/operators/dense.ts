import type { DenseLayer } from '../../../models/layer.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Operator, Passes, Workshop } from '../operator.js';
import { sparseDenseBelow } from '../paths.js';
import {
  reserveParameter,
  reserveWeight,
  type StoredParameter,
} from '../memory/stored-parameter.js';
import { createTensor, features, rowStride, type Tensor } from '../memory/tensor.js';
import { reserveSparse, type SparseTables } from './sparse-tables.js';

/** A tile, a group of rows of A and a block of B; see the constants in assembly/gemm.ts. */
export const GEMM_SCRATCH_BYTES = 4 * (4 * 8 + 16 * 256 + 512 * 256);

/**
 * A sparse layer is cut into strips of its inputs, so that what a strip goes over again and again stays
 * in the L2 cache: so many inputs at most, and about so many survivors, each with 24 bytes of tables and
 * sums. A step of LeNet-300-100 at batch 60 takes 1.34, 0.81 and 0.42 ms in one piece at densities
 * 0.64, 0.41 and 0.20, and 1.19, 0.78 and 0.40 ms in strips; on the 16,384 inputs of Conv-2's first
 * dense layer at 0.20, the products take 6.6 and 5.2 ms, the weight gradient 4.9 and 3.3 ms.
 */
const STRIP_INPUTS = 1024;
const STRIP_SURVIVORS = 12_288;

function stripsOf(inputs: number, survivors: number): number {
  return Math.max(1, Math.ceil(inputs / STRIP_INPUTS), Math.floor(survivors / STRIP_SURVIVORS));
}

/** What the passes of a dense layer work on. */
interface Plan {
  readonly input: Tensor;
  readonly output: Tensor;
  readonly stride: number;
  readonly rectify: boolean;
  readonly weight: StoredParameter;
  readonly bias: StoredParameter | undefined;
}

/** Y = W X + b on rows, sparsely if few enough weights survive; then max(0, Y) if `rectify`. */
export function denseOperator(
  workshop: Workshop,
  layer: DenseLayer,
  name: string,
  input: Tensor,
  rectify: boolean,
): Operator {
  const { units } = layer;
  const inputs = features(input);
  const output = createTensor(name, [units, 1, 1], 'rows');
  const stride = rowStride(workshop.batchSize);
  const below = sparseDenseBelow(workshop.paths, name);
  const bias = layer.bias === false ? undefined : reserveParameter(workshop, `${name}.bias`, units);
  const { weight, strips } = reserveWeight(
    workshop,
    `${name}.weight`,
    units,
    inputs,
    below,
    (survivors) => Math.min(inputs, stripsOf(inputs, survivors)),
  );
  const sparse = strips && reserveSparse(workshop, name, strips, stride);
  const plan = { input, output, stride, rectify, weight, bias };
  return {
    name,
    inputs: [input],
    output,
    parameters: bias === undefined ? [weight] : [weight, bias],
    keeps: rectify ? [input, output] : [input],
    scratchBytes:
      sparse === undefined
        ? GEMM_SCRATCH_BYTES
        : Math.max(...sparse.map(({ entries }) => entries * 16)),
    bind: (kernels, scratch, [adds]) =>
      sparse === undefined
        ? densePasses(kernels, plan, scratch, adds)
        : sparsePasses(kernels, plan, sparse, scratch, adds),
  };
}

function densePasses(
  kernels: Kernels,
  { input, output, stride, rectify, weight, bias }: Plan,
  scratch: Pointer,
  adds: boolean,
): Passes {
  const units = features(output);
  const inputs = features(input);
  const [x, dx, y, dy] = [input.values, input.gradient, output.values, output.gradient];
  const row = inputs * 4;
  const w = weight.values;
  const b = bias?.values ?? 0;
  return {
    forward: ({ lanes }) => {
      kernels.gemm(
        false,
        false,
        units,
        lanes,
        inputs,
        w,
        row,
        x,
        stride,
        y,
        stride,
        false,
        scratch,
      );
      if (b !== 0 || rectify) kernels.addBias(units, b, y, stride, lanes, rectify);
    },
    // dW = dY X^T and dX = W^T dY, where dY is first stopped by the ReLU.
    backward: ({ lanes }) => {
      const dw = weight.gradient;
      const db = bias?.gradient ?? 0;
      if (db !== 0 || rectify) kernels.biasGradient(units, y, dy, stride, lanes, rectify, db);
      kernels.gemm(
        false,
        true,
        units,
        inputs,
        lanes,
        dy,
        stride,
        x,
        stride,
        dw,
        row,
        false,
        scratch,
      );
      if (dx === 0) return;
      kernels.gemm(
        true,
        false,
        inputs,
        lanes,
        units,
        w,
        row,
        dy,
        stride,
        dx,
        stride,
        adds,
        scratch,
      );
    },
  };
}

/** The same at the surviving weights only, strip by strip, from which y is made in turn. */
function sparsePasses(
  kernels: Kernels,
  plan: Plan,
  strips: readonly SparseTables[],
  partialSums: Pointer,
  adds: boolean,
): Passes {
  const { output, stride, rectify, bias } = plan;
  const units = features(output);
  const db = bias?.gradient ?? 0;
  const passes = strips.map((strip, i) => {
    const place = { first: i === 0, last: i === strips.length - 1 };
    return stripPasses(kernels, plan, strip, place, partialSums, adds);
  });
  return {
    forward: (batch) => {
      for (const pass of passes) pass.forward(batch);
    },
    backward: (batch) => {
      const { values, gradient } = output;
      if (db !== 0 || rectify) {
        kernels.biasGradient(units, values, gradient, stride, batch.lanes, rectify, db);
      }
      for (const pass of passes) pass.backward(batch);
    },
  };
}

/** The bias starts the first strip's sums, the ReLU ends the last one's. */
function stripPasses(
  kernels: Kernels,
  { input, output, stride, rectify, weight, bias }: Plan,
  { from, width, before, entries, starts, offsets, ...transposed }: SparseTables,
  { first, last }: { first: boolean; last: boolean },
  partialSums: Pointer,
  adds: boolean,
): Passes {
  const units = features(output);
  const x = input.values + from * stride;
  const dx = input.gradient === 0 ? 0 : input.gradient + from * stride;
  const [y, dy] = [output.values, output.gradient];
  const w = weight.values + before * 4;
  const dw = weight.gradient + before * 4;
  const b = first ? (bias?.values ?? 0) : 0;
  const ends = last && rectify;
  const { transposedStarts, transposedOffsets, transposedValues, order } = transposed;
  return {
    forward: ({ lanes }) => {
      kernels.sparseMultiply(units, starts, offsets, w, b, x, y, stride, lanes, ends, !first);
    },
    backward: ({ lanes }) => {
      kernels.sparseWeightGradient(
        units,
        entries,
        starts,
        offsets,
        x,
        dy,
        stride,
        lanes,
        partialSums,
        dw,
      );
      if (dx === 0) return;
      // W^T is W with its values in column order.
      kernels.permute(entries, w, order, transposedValues);
      kernels.sparseMultiply(
        width,
        transposedStarts,
        transposedOffsets,
        transposedValues,
        0,
        dy,
        dx,
        stride,
        lanes,
        false,
        adds,
      );
    },
  };
}
