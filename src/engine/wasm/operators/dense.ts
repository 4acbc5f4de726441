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

/** What the passes of a dense layer work on. */
interface Plan {
  readonly input: Tensor;
  readonly output: Tensor;
  readonly stride: number;
  readonly rectify: boolean;
  readonly weight: StoredParameter;
  readonly bias: StoredParameter | undefined;
  readonly sparse: SparseTables | undefined;
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
  const { weight, structure } = reserveWeight(workshop, `${name}.weight`, units, inputs, below);
  const sparse = structure && reserveSparse(workshop, name, structure, stride);
  const plan = { input, output, stride, rectify, weight, bias, sparse };
  return {
    name,
    inputs: [input],
    output,
    parameters: bias === undefined ? [weight] : [weight, bias],
    keeps: rectify ? [input, output] : [input],
    scratchBytes: sparse === undefined ? GEMM_SCRATCH_BYTES : sparse.entries * 16,
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

/** The same at the surviving weights only; W^T is W with its values in column order. */
function sparsePasses(
  kernels: Kernels,
  { input, output, stride, rectify, weight, bias }: Plan,
  sparse: SparseTables,
  partialSums: Pointer,
  adds: boolean,
): Passes {
  const units = features(output);
  const inputs = features(input);
  const [x, dx, y, dy] = [input.values, input.gradient, output.values, output.gradient];
  const { entries, starts, offsets, order } = sparse;
  const { transposedStarts, transposedOffsets, transposedValues } = sparse;
  const w = weight.values;
  const b = bias?.values ?? 0;
  return {
    forward: ({ lanes }) => {
      kernels.sparseMultiply(units, starts, offsets, w, b, x, y, stride, lanes, rectify, false);
    },
    backward: ({ lanes }) => {
      const db = bias?.gradient ?? 0;
      if (db !== 0 || rectify) kernels.biasGradient(units, y, dy, stride, lanes, rectify, db);
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
        weight.gradient,
      );
      if (dx === 0) return;
      kernels.permute(entries, w, order, transposedValues);
      kernels.sparseMultiply(
        inputs,
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
