import type { AveragePoolLayer, Layer, PoolLayer } from '../../../models/layer.js';
import { outputShape } from '../../../models/shapes.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Operator, Passes, Workshop } from '../operator.js';
import { reserveTable } from '../memory/stored-parameter.js';
import { blocksOf, createTensor, type Tensor } from '../memory/tensor.js';
import { type Grid, gridOf } from './grid.js';
import { arePartition, windowsOf, windowTable } from './pool-windows.js';

/** What the passes of a pool work on. */
export interface PoolPlan {
  readonly batchSize: number;
  readonly input: Tensor;
  readonly output: Tensor;
  readonly lines: Pointer;
  readonly columns: Pointer;
  /** Whether every pixel is in exactly one window. */
  readonly partition: boolean;
}

/** The largest value or the mean of every window, on blocks; windows are cut off at the edges. */
export function poolOperator(
  workshop: Workshop,
  layer: PoolLayer | AveragePoolLayer,
  name: string,
  input: Tensor,
): Operator {
  const plan = planPool(workshop, layer, name, input);
  const { output } = plan;
  const isMax = layer.kind === 'maxPool';
  return {
    name,
    inputs: [input],
    output,
    parameters: [],
    keeps: isMax ? [input, output] : [],
    scratchBytes: 0,
    bind: (kernels, _, [adds]) =>
      isMax ? maxPasses(kernels, plan, adds) : averagePasses(kernels, plan, adds),
  };
}

/** Reserves the tables of a pool. */
export function planPool(
  workshop: Workshop,
  layer: PoolLayer | AveragePoolLayer,
  name: string,
  input: Tensor,
): PoolPlan {
  const output = createTensor(name, outputShape(layer, input.shape), 'blocks');
  const sliding = isSliding(layer) ? layer : undefined;
  const [lines, columns] = windowsOf(sliding, input.shape, output.shape);
  return {
    batchSize: workshop.batchSize,
    input,
    output,
    lines: reserveTable(workshop, `${name} lines`, windowTable(lines)),
    columns: reserveTable(workshop, `${name} columns`, windowTable(columns)),
    partition: arePartition(lines, input.shape[1]) && arePartition(columns, input.shape[2]),
  };
}

function isSliding(layer: Layer): layer is PoolLayer {
  return layer.kind === 'maxPool' || layer.kind === 'averagePool';
}

/** Takes the windows block by block; both kernels want the same. */
function forwardOf(
  kernels: Kernels,
  kernel: 'maxPool' | 'averagePool',
  { input, output, lines, columns }: PoolPlan,
  x: Grid,
  y: Grid,
): Passes['forward'] {
  const [channels, height, width] = output.shape;
  return ({ count }) => {
    for (let i = 0; i < blocksOf(count); i++) {
      const from = input.values + x.offset + i * x.blockBytes;
      const to = output.values + y.offset + i * y.blockBytes;
      kernels[kernel](channels, height, width, lines, columns, from, x.lineBytes, to, y.lineBytes);
    }
  };
}

/** The gradient goes where `chosenIn` and `chosenOut` say: the values themselves if left out. */
export function maxPasses(
  kernels: Kernels,
  plan: PoolPlan,
  adds: boolean,
  { input: chosenIn, output: chosenOut }: Pick<PoolPlan, 'input' | 'output'> = plan,
): Passes {
  const { batchSize, input, output, lines, columns, partition } = plan;
  const from = gridOf(chosenIn, batchSize);
  const to = gridOf(chosenOut, batchSize);
  const [channels, height, width] = output.shape;
  const x = gridOf(input, batchSize);
  const y = gridOf(output, batchSize);
  return {
    forward: forwardOf(kernels, 'maxPool', plan, x, y),
    backward: (batch) => {
      if (input.gradient === 0) return;
      if (!adds && !partition) clearGradient(kernels, input, x, batch);
      for (let i = 0; i < blocksOf(batch.count); i++) {
        const inside = x.offset + i * x.blockBytes;
        const outside = y.offset + i * y.blockBytes;
        kernels.maxPoolGradient(
          channels,
          height,
          width,
          lines,
          columns,
          chosenIn.values + from.offset + i * from.blockBytes,
          from.lineBytes,
          chosenOut.values + to.offset + i * to.blockBytes,
          to.lineBytes,
          output.gradient + outside,
          y.lineBytes,
          input.gradient + inside,
          x.lineBytes,
          adds || !partition,
        );
      }
    },
  };
}

function averagePasses(kernels: Kernels, plan: PoolPlan, adds: boolean): Passes {
  const { batchSize, input, output, lines, columns, partition } = plan;
  const [channels, height, width] = output.shape;
  const x = gridOf(input, batchSize);
  const y = gridOf(output, batchSize);
  return {
    forward: forwardOf(kernels, 'averagePool', plan, x, y),
    backward: (batch) => {
      if (input.gradient === 0) return;
      if (!adds && !partition) clearGradient(kernels, input, x, batch);
      for (let i = 0; i < blocksOf(batch.count); i++) {
        kernels.averagePoolGradient(
          channels,
          height,
          width,
          lines,
          columns,
          output.gradient + y.offset + i * y.blockBytes,
          y.lineBytes,
          input.gradient + x.offset + i * x.blockBytes,
          x.lineBytes,
          adds || !partition,
        );
      }
    },
  };
}

function clearGradient(kernels: Kernels, input: Tensor, x: Grid, { count }: Batch): void {
  for (let i = 0; i < blocksOf(count); i++) {
    const at = input.gradient + x.offset + i * x.blockBytes;
    kernels.clearLines(x.height, x.width * x.pixelBytes, at, x.lineBytes);
  }
}
