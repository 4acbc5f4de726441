import type { ActivationLayer } from '../../../models/layer.js';
import type { Operator, Workshop } from '../operator.js';
import { createTensor, type Tensor } from '../memory/tensor.js';
import { blocksIn, runBytes, runsOf } from './grid.js';

/** By the numbers in assembly/layers/activation.ts. */
const ACTIVATION_CODES: Readonly<Record<ActivationLayer['kind'] | 'geluByTanh', number>> = {
  relu: 0,
  leakyRelu: 1,
  hardTanh: 2,
  softSign: 3,
  tanh: 4,
  sigmoid: 5,
  elu: 6,
  silu: 7,
  softplus: 8,
  gelu: 9,
  geluByTanh: 10,
};

/** How the kernels know an activation. */
export function activationCode(layer: ActivationLayer): { code: number; slope: number } {
  const byTanh = layer.kind === 'gelu' && layer.approximate === true;
  return {
    code: ACTIVATION_CODES[byTanh ? 'geluByTanh' : layer.kind],
    slope: layer.kind === 'leakyRelu' ? (layer.slope ?? 0.01) : 0,
  };
}

/** Whose derivatives are computed from the output. */
const byOutput: ReadonlySet<string> = new Set(['relu', 'tanh', 'sigmoid', 'elu']);

/** y = f(x), in either layout. */
export function activationOperator(
  { batchSize }: Workshop,
  layer: ActivationLayer,
  name: string,
  input: Tensor,
): Operator {
  const output = createTensor(name, input.shape, input.layout);
  const kept = byOutput.has(layer.kind) ? output : input;
  const { code, slope } = activationCode(layer);
  return {
    name,
    inputs: [input],
    output,
    parameters: [],
    keeps: [kept],
    scratchBytes: 0,
    bind: (kernels, _, [adds]) => {
      const from = runsOf(input, batchSize);
      const to = runsOf(output, batchSize);
      const of = runsOf(kept, batchSize);
      return {
        forward: (batch) => {
          const bytes = runBytes(input, batch);
          let x = input.values + from.offset;
          let y = output.values + to.offset;
          for (let block = blocksIn(input, batch); block > 0; block--) {
            kernels.activate(code, slope, from.count, bytes, x, from.stride, y, to.stride);
            x += from.blockBytes;
            y += to.blockBytes;
          }
        },
        backward: (batch) => {
          if (input.gradient === 0) return;
          const bytes = runBytes(input, batch);
          let v = kept.values + of.offset;
          let dy = output.gradient + to.offset;
          let dx = input.gradient + from.offset;
          for (let block = blocksIn(input, batch); block > 0; block--) {
            kernels.activationGradient(
              code,
              slope,
              from.count,
              bytes,
              v,
              of.stride,
              dy,
              to.stride,
              dx,
              from.stride,
              adds,
            );
            v += of.blockBytes;
            dy += to.blockBytes;
            dx += from.blockBytes;
          }
        },
      };
    },
  };
}
