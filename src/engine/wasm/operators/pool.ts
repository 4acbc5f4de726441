import type { AveragePoolLayer, Layer, PoolLayer } from '../../../models/layer.js';
import { outputShape } from '../../../models/shapes.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Operator, Passes, Workshop } from '../operator.js';
import { reserveTable } from '../memory/stored-parameter.js';
import {
  blockBytes,
  blocksOf,
  createTensor,
  interiorOffset,
  lineBytes,
  pixelBytes,
  type Tensor,
} from '../memory/tensor.js';
import { arePartition, windowsOf, windowTable } from './pool-windows.js';

/** What the passes of a pool work on. */
interface Plan {
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
  const output = createTensor(name, outputShape(layer, input.shape), 'blocks');
  const sliding = isSliding(layer) ? layer : undefined;
  const [lines, columns] = windowsOf(sliding, input.shape, output.shape);
  const plan: Plan = {
    input,
    output,
    lines: reserveTable(workshop, `${name} lines`, windowTable(lines)),
    columns: reserveTable(workshop, `${name} columns`, windowTable(columns)),
    partition: arePartition(lines, input.shape[1]) && arePartition(columns, input.shape[2]),
  };
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

function isSliding(layer: Layer): layer is PoolLayer {
  return layer.kind === 'maxPool' || layer.kind === 'averagePool';
}

/** Byte offsets, from tensor to first pixel and from line to line and block to block. */
interface Steps {
  readonly offset: number;
  readonly line: number;
  readonly block: number;
}

function stepsOf(tensor: Tensor): Steps {
  return {
    offset: interiorOffset(tensor),
    line: lineBytes(tensor),
    block: blockBytes(tensor),
  };
}

function maxPasses(
  kernels: Kernels,
  { input, output, lines, columns, partition }: Plan,
  adds: boolean,
): Passes {
  const [channels, height, width] = output.shape;
  const x = stepsOf(input);
  const y = stepsOf(output);
  return {
    forward: ({ count }) => {
      for (let i = 0; i < blocksOf(count); i++) {
        const from = input.values + x.offset + i * x.block;
        const to = output.values + y.offset + i * y.block;
        kernels.maxPool(channels, height, width, lines, columns, from, x.line, to, y.line);
      }
    },
    backward: (batch) => {
      if (input.gradient === 0) return;
      if (!adds && !partition) clearGradient(kernels, input, batch);
      for (let i = 0; i < blocksOf(batch.count); i++) {
        const inside = x.offset + i * x.block;
        const outside = y.offset + i * y.block;
        kernels.maxPoolGradient(
          channels,
          height,
          width,
          lines,
          columns,
          input.values + inside,
          x.line,
          output.values + outside,
          y.line,
          output.gradient + outside,
          y.line,
          input.gradient + inside,
          x.line,
          adds || !partition,
        );
      }
    },
  };
}

function averagePasses(
  kernels: Kernels,
  { input, output, lines, columns, partition }: Plan,
  adds: boolean,
): Passes {
  const [channels, height, width] = output.shape;
  const x = stepsOf(input);
  const y = stepsOf(output);
  return {
    forward: ({ count }) => {
      for (let i = 0; i < blocksOf(count); i++) {
        const from = input.values + x.offset + i * x.block;
        const to = output.values + y.offset + i * y.block;
        kernels.averagePool(channels, height, width, lines, columns, from, x.line, to, y.line);
      }
    },
    backward: (batch) => {
      if (input.gradient === 0) return;
      if (!adds && !partition) clearGradient(kernels, input, batch);
      for (let i = 0; i < blocksOf(batch.count); i++) {
        kernels.averagePoolGradient(
          channels,
          height,
          width,
          lines,
          columns,
          output.gradient + y.offset + i * y.block,
          y.line,
          input.gradient + x.offset + i * x.block,
          x.line,
          adds || !partition,
        );
      }
    },
  };
}

function clearGradient(kernels: Kernels, input: Tensor, { count }: Batch): void {
  const [, height, width] = input.shape;
  const { offset, line, block } = stepsOf(input);
  for (let i = 0; i < blocksOf(count); i++) {
    const at = input.gradient + offset + i * block;
    kernels.clearLines(height, width * pixelBytes(input), at, line);
  }
}
