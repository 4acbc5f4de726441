import type { DropoutLayer } from '../../../models/layer.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Operator, Workshop } from '../operator.js';
import { BLOCK_LANES, createTensor, type Tensor } from '../memory/tensor.js';
import { blocksIn, type Grid, gridOf, vectorsIn } from './grid.js';

/** What sets one dropout layer's draws apart from all others'. */
export interface DropoutDraw {
  readonly seed: number;
  /** The place of the layer among the network's dropout layers. */
  readonly layer: number;
}

/**
 * In training, y = x / (1 - rate) where a value is kept and 0 elsewhere; else y = x.
 *
 * Whether value f of example i is kept in a step is a hash of seed, step, layer, i and f, so that the
 * backward pass finds the same without a stored mask.
 */
export function dropoutOperator(
  { batchSize }: Workshop,
  { rate }: DropoutLayer,
  name: string,
  input: Tensor,
  { seed, layer }: DropoutDraw,
): Operator {
  const output = createTensor(name, input.shape, input.layout);
  const seedKey = mix(mix(seed >>> 0) ^ Math.floor(seed / 2 ** 32));
  return {
    name,
    inputs: [input],
    output,
    parameters: [],
    keeps: [],
    scratchBytes: 0,
    bind: (kernels, _, [adds]) => {
      const from = gridOf(input, batchSize);
      const to = gridOf(output, batchSize);
      const run = (
        batch: Batch,
        source: Pointer,
        sourceGrid: Grid,
        target: Pointer,
        targetGrid: Grid,
        added: boolean,
      ): void => {
        const key0 = mix(seedKey ^ batch.step);
        const key1 = mix(key0 + layer + 1);
        const drops = batch.training ? rate : 0;
        for (let block = 0; block < blocksIn(input, batch); block++) {
          dropBlock(kernels, {
            source: source + sourceGrid.offset + block * sourceGrid.blockBytes,
            sourceGrid,
            target: target + targetGrid.offset + block * targetGrid.blockBytes,
            targetGrid,
            vectors: vectorsIn(input, batch, block),
            example: block * BLOCK_LANES,
            key0,
            key1,
            rate: drops,
            adds: added,
          });
        }
      };
      return {
        forward: (batch) => run(batch, input.values, from, output.values, to, false),
        backward: (batch) => {
          if (input.gradient === 0) return;
          run(batch, output.gradient, to, input.gradient, from, adds);
        },
      };
    },
  };
}

interface DropTask {
  readonly source: Pointer;
  readonly sourceGrid: Grid;
  readonly target: Pointer;
  readonly targetGrid: Grid;
  readonly vectors: number;
  readonly example: number;
  readonly key0: number;
  readonly key1: number;
  readonly rate: number;
  readonly adds: boolean;
}

function dropBlock(kernels: Kernels, task: DropTask): void {
  const { sourceGrid, targetGrid, rate } = task;
  kernels.dropout(
    sourceGrid.channels,
    sourceGrid.height,
    sourceGrid.width,
    sourceGrid.channelBytes,
    sourceGrid.pixelBytes,
    sourceGrid.lineBytes,
    task.source,
    targetGrid.lineBytes,
    task.target,
    task.vectors,
    task.example,
    task.key0,
    task.key1,
    Math.floor(rate * 2 ** 32),
    1 / (1 - rate),
    task.adds,
  );
}

/** A bijection of 32-bit integers that scatters them (the last step of MurmurHash3). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
