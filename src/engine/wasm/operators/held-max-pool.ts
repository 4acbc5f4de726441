import type { PoolLayer } from '../../../models/layer.js';
import type { Kernels } from '../kernels.js';
import { blocksOf, createTensor, type Tensor, tensorBytes } from '../memory/tensor.js';
import type { Batch, Operator, Passes, Workshop } from '../operator.js';
import { gridOf } from './grid.js';
import { maxPasses, planPool, type PoolPlan } from './pool.js';

/** A max pool that can be held as it was: every window takes the pixel that was its largest. */
export function heldMaxPoolOperator(
  workshop: Workshop,
  layer: PoolLayer,
  name: string,
  input: Tensor,
): Operator {
  const plan = planPool(workshop, layer, name, input);
  const { output } = plan;
  const copyOf = (tensor: Tensor, what: string): Tensor => {
    const copy = createTensor(`${name} ${what} record`, tensor.shape, tensor.layout);
    const bytes = tensorBytes(copy, workshop.batchSize);
    copy.values = workshop.arena.reserve(copy.name, bytes);
    return copy;
  };
  const record = { input: copyOf(input, 'input'), output: copyOf(output, 'output') };
  return {
    name,
    inputs: [input],
    output,
    parameters: [],
    keeps: [input, output],
    scratchBytes: 0,
    bind: (kernels, _, [adds]) => {
      const free = maxPasses(kernels, plan, adds);
      const held = maxPasses(kernels, plan, adds, record);
      const choose = chosenForward(kernels, plan, record);
      return {
        forward: (batch) => {
          if (batch.gates === 'held') {
            choose(batch);
            return;
          }
          free.forward(batch);
          if (batch.gates === 'record') {
            copyBlocks(kernels, plan, input, record.input, batch);
            copyBlocks(kernels, plan, output, record.output, batch);
          }
        },
        backward: (batch) => (batch.gates === 'held' ? held : free).backward(batch),
      };
    },
  };
}

function copyBlocks(
  kernels: Kernels,
  { batchSize }: PoolPlan,
  from: Tensor,
  to: Tensor,
  { count }: Batch,
): void {
  const x = gridOf(from, batchSize);
  const y = gridOf(to, batchSize);
  for (let i = 0; i < blocksOf(count); i++) {
    const source = from.values + x.offset + i * x.blockBytes;
    const target = to.values + y.offset + i * y.blockBytes;
    kernels.copyLines(x.height, x.width * x.pixelBytes, source, x.lineBytes, target, y.lineBytes);
  }
}

function chosenForward(
  kernels: Kernels,
  { batchSize, input, output, lines, columns }: PoolPlan,
  record: Pick<PoolPlan, 'input' | 'output'>,
): Passes['forward'] {
  const [channels, height, width] = output.shape;
  const [x, y] = [gridOf(input, batchSize), gridOf(output, batchSize)];
  const [rx, ry] = [gridOf(record.input, batchSize), gridOf(record.output, batchSize)];
  return ({ count }) => {
    for (let i = 0; i < blocksOf(count); i++) {
      kernels.chosenOfPool(
        channels,
        height,
        width,
        lines,
        columns,
        input.values + x.offset + i * x.blockBytes,
        x.lineBytes,
        record.input.values + rx.offset + i * rx.blockBytes,
        rx.lineBytes,
        record.output.values + ry.offset + i * ry.blockBytes,
        ry.lineBytes,
        output.values + y.offset + i * y.blockBytes,
        y.lineBytes,
      );
    }
  };
}
