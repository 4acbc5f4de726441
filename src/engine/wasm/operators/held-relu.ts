import type { ActivationLayer } from '../../../models/layer.js';
import { createTensor, type Tensor, tensorBytes } from '../memory/tensor.js';
import type { Batch, Operator, Workshop } from '../operator.js';
import { activationCode, activationOperator } from './activation.js';
import { blocksIn, runBytes, runsOf } from './grid.js';

const RELU = activationCode({ kind: 'relu' });

/**
 * A ReLU, plain or leaky, that can be held as it was: y = x where the recorded x was positive, else 0
 * (or slope x). That is the formula of its gradient, whose kernel computes it.
 */
export function heldReluOperator(
  workshop: Workshop,
  layer: Extract<ActivationLayer, { kind: 'relu' | 'leakyRelu' }>,
  name: string,
  input: Tensor,
): Operator {
  const { arena, batchSize } = workshop;
  const plain = activationOperator(workshop, layer, name, input);
  const { output } = plain;
  const record = createTensor(`${name} record`, input.shape, input.layout);
  record.values = arena.reserve(record.name, tensorBytes(record, batchSize));
  const { code, slope } = activationCode(layer);
  return {
    ...plain,
    bind: (kernels, scratch, adds) => {
      const passes = plain.bind(kernels, scratch, adds);
      const from = runsOf(input, batchSize);
      const to = runsOf(output, batchSize);
      const of = runsOf(record, batchSize);
      /** Writes max(0, x), which is positive where the ReLU is open. */
      const recordInput = (batch: Batch): void => {
        const bytes = runBytes(input, batch);
        for (let i = 0; i < blocksIn(input, batch); i++) {
          const x = input.values + from.offset + i * from.blockBytes;
          const v = record.values + of.offset + i * of.blockBytes;
          kernels.activate(RELU.code, RELU.slope, from.count, bytes, x, from.stride, v, of.stride);
        }
      };
      /** target = source where the ReLU was open. */
      const pass = (batch: Batch, source: Tensor, target: Tensor, added: boolean): void => {
        const key = source === input ? 'values' : 'gradient';
        const [s, t] = source === input ? [from, to] : [to, from];
        const bytes = runBytes(input, batch);
        for (let i = 0; i < blocksIn(input, batch); i++) {
          kernels.activationGradient(
            code,
            slope,
            s.count,
            bytes,
            record.values + of.offset + i * of.blockBytes,
            of.stride,
            source[key] + s.offset + i * s.blockBytes,
            s.stride,
            target[key] + t.offset + i * t.blockBytes,
            t.stride,
            added,
          );
        }
      };
      return {
        forward: (batch) => {
          if (batch.gates === 'held') {
            pass(batch, input, output, false);
            return;
          }
          passes.forward(batch);
          if (batch.gates === 'record') recordInput(batch);
        },
        backward: (batch) => {
          if (batch.gates !== 'held') passes.backward(batch);
          else if (input.gradient !== 0) pass(batch, output, input, adds[0]);
        },
      };
    },
  };
}
