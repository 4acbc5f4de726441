import type { LayerNormLayer } from '../../../models/layer.js';
import type { Operator, Workshop } from '../operator.js';
import { reserveParameter } from '../memory/stored-parameter.js';
import {
  BLOCK_LANES,
  blocksOf,
  createTensor,
  features,
  ROW_BYTES,
  type Tensor,
} from '../memory/tensor.js';
import { blocksIn, gridOf, vectorsIn } from './grid.js';

/** y = scale * (x - mean) / sqrt(variance + epsilon) + shift over all features of each example. */
export function layerNormOperator(
  workshop: Workshop,
  { epsilon = 1e-5 }: LayerNormLayer,
  name: string,
  input: Tensor,
): Operator {
  const { batchSize } = workshop;
  const output = createTensor(name, input.shape, input.layout);
  const scale = reserveParameter(workshop, `${name}.scale`, features(input));
  const shift = reserveParameter(workshop, `${name}.shift`, features(input));
  // Mean and 1 / deviation of every example, from one pass to the other; and as much for sums.
  const statisticsBytes = blocksOf(batchSize) * 2 * ROW_BYTES;
  const statistics = workshop.arena.reserve(`${name} statistics`, statisticsBytes);
  return {
    name,
    inputs: [input],
    output,
    parameters: [scale, shift],
    keeps: [input],
    scratchBytes: statisticsBytes,
    bind: (kernels, scratch, [adds]) => {
      const from = gridOf(input, batchSize);
      const to = gridOf(output, batchSize);
      const { channels, height, width, channelBytes, pixelBytes } = from;
      return {
        forward: (batch) => {
          for (let i = 0; i < blocksIn(input, batch); i++) {
            kernels.layerNorm(
              channels,
              height,
              width,
              channelBytes,
              pixelBytes,
              from.lineBytes,
              input.values + from.offset + i * from.blockBytes,
              to.lineBytes,
              output.values + to.offset + i * to.blockBytes,
              vectorsIn(input, batch, i),
              epsilon,
              scale.values,
              shift.values,
              statistics + i * 2 * BLOCK_LANES * 4,
              scratch,
            );
          }
        },
        backward: (batch) => {
          kernels.clear(scale.gradient, scale.size * 4);
          kernels.clear(shift.gradient, shift.size * 4);
          for (let i = 0; i < blocksIn(input, batch); i++) {
            kernels.layerNormGradient(
              channels,
              height,
              width,
              channelBytes,
              pixelBytes,
              from.lineBytes,
              input.values + from.offset + i * from.blockBytes,
              to.lineBytes,
              output.gradient + to.offset + i * to.blockBytes,
              from.lineBytes,
              input.gradient && input.gradient + from.offset + i * from.blockBytes,
              adds,
              vectorsIn(input, batch, i),
              scale.values,
              scale.gradient,
              shift.gradient,
              statistics + i * 2 * BLOCK_LANES * 4,
              scratch,
            );
          }
        },
      };
    },
  };
}
