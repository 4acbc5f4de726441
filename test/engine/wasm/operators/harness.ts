// Runs one operator by itself, with guard bands around every buffer.
import type { Mask } from '../../../../src/models/mask.js';
import type { Shape } from '../../../../src/models/layer.js';
import { createArena, roundUp } from '../../../../src/engine/wasm/memory/arena.js';
import type { KernelBuild } from '../../../../src/engine/wasm/kernels.js';
import { giveBackMemory, takeMemory } from '../../../../src/engine/wasm/memory/memory-pool.js';
import type { Operator, Workshop } from '../../../../src/engine/wasm/operator.js';
import { DEFAULT_PATHS, type Paths } from '../../../../src/engine/wasm/paths.js';
import { readTensor, writeTensor } from '../../../../src/engine/wasm/memory/tensor-transfer.js';
import {
  createTensor,
  type Tensor,
  tensorBytes,
  type TensorLayout,
} from '../../../../src/engine/wasm/memory/tensor.js';
import { read, write } from '../../../../src/engine/wasm/memory/transfer.js';

export interface Trial {
  readonly batchSize: number;
  /** Examples in the batch; `batchSize` when left out. */
  readonly count?: number;
  readonly training?: boolean;
  /** The number of the training step; 1 when left out. */
  readonly step?: number;
  readonly inputs: readonly {
    readonly shape: Shape;
    readonly layout?: TensorLayout;
    readonly halo?: number;
    /** [count, C, H, W]. */
    readonly values: Float32Array;
    /** What the gradient already holds, to be added to; nothing when left out. */
    readonly before?: Float32Array;
  }[];
  /** The gradient of the output, [count, C, H, W]; forward only when left out. */
  readonly upstream?: Float32Array;
  readonly outputHalo?: number;
  readonly parameters?: Readonly<Record<string, Float32Array>>;
  readonly mask?: Mask;
  readonly paths?: Partial<Paths>;
  readonly build?: KernelBuild;
  readonly create: (workshop: Workshop, inputs: readonly Tensor[]) => Operator;
}

export interface Outcome {
  readonly output: Float32Array;
  readonly inputGradients: readonly Float32Array[];
  /** By parameter name. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
  /** The parameters after the passes (running statistics move). */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** One forward and backward pass; unwritten memory holds NaNs. Throws if a guard is broken. */
export function runOperator(trial: Trial): Outcome {
  const { batchSize, count = batchSize, training = true, upstream, outputHalo = 0 } = trial;
  const { step = 1 } = trial;
  const arena = createArena({ guards: true });
  const workshop: Workshop = {
    arena,
    tables: [],
    batchSize,
    mask: trial.mask,
    optimizer: undefined,
    paths: { ...DEFAULT_PATHS, ...trial.paths },
    holdGates: false,
  };
  const place = (tensor: Tensor): void => {
    const bytes = tensorBytes(tensor, batchSize);
    tensor.values = arena.reserve(`${tensor.name} values`, bytes);
    tensor.gradient = arena.reserve(`${tensor.name} gradient`, bytes);
  };
  const inputs = trial.inputs.map(({ shape, layout = 'blocks', halo = 0 }, i) => {
    const tensor = createTensor(`input ${i}`, shape, layout);
    tensor.halo = halo;
    return tensor;
  });
  const operator = trial.create(workshop, inputs);
  if (operator.output.layout === 'blocks') {
    operator.output.halo = Math.max(operator.output.halo, outputHalo);
  }
  for (const tensor of [...inputs, operator.output]) place(tensor);
  const scratch = arena.reserve('scratch', operator.scratchBytes);
  const pooled = takeMemory(arena.size(), trial.build);
  const buffer = pooled.memory.buffer;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  for (const tensor of [...inputs, operator.output]) {
    const size = tensorBytes(tensor, batchSize) / 4;
    new Float32Array(buffer, tensor.values, size).fill(Number.NaN);
    new Float32Array(buffer, tensor.gradient, size).fill(Number.NaN);
  }
  // Tables may depend on the halos, so `bind` fills them.
  const adds = trial.inputs.map(({ before }) => before !== undefined);
  const passes = operator.bind(pooled.kernels, scratch, adds);
  for (const { pointer, words } of workshop.tables) {
    new Uint32Array(buffer, pointer, words.length).set(words);
  }
  for (const p of operator.parameters) write(buffer, p, trial.parameters![p.name]);
  // The lanes between count and the next multiple of 4 hold some example's values and zero gradients.
  const lanes = roundUp(count, 4);
  const fill = (values: Float32Array, size: number, pad: 'last' | 'zero'): Float32Array => {
    const all = new Float32Array(lanes * size);
    all.set(values);
    for (let i = count; pad === 'last' && i < lanes; i++) {
      all.set(values.subarray((count - 1) * size, count * size), i * size);
    }
    return all;
  };
  inputs.forEach((tensor, i) => {
    const { values, before, shape } = trial.inputs[i];
    const size = shape[0] * shape[1] * shape[2];
    writeTensor(buffer, tensor, batchSize, tensor.values, fill(values, size, 'last'), lanes);
    if (before !== undefined) {
      writeTensor(buffer, tensor, batchSize, tensor.gradient, fill(before, size, 'zero'), lanes);
    }
  });
  const batch = { count, lanes, training, updating: training, gates: 'free', step } as const;
  const { output } = operator;
  const outputSize = output.shape[0] * output.shape[1] * output.shape[2];
  passes.forward(batch);
  const result = readTensor(buffer, output, batchSize, output.values, count);
  if (upstream !== undefined) {
    const padded = fill(upstream, outputSize, 'zero');
    writeTensor(buffer, output, batchSize, output.gradient, padded, lanes);
    passes.backward(batch);
    for (const tensor of inputs.filter(({ gradient }) => gradient !== 0)) {
      const all = readTensor(buffer, tensor, batchSize, tensor.gradient, lanes);
      if (all.subarray((all.length / lanes) * count).some((g) => g !== 0)) {
        throw new Error(`The gradient of ${tensor.name} is not zero in unused lanes.`);
      }
    }
  }
  arena.check(bytes);
  const outcome = {
    output: result,
    inputGradients: inputs.map((t) => readTensor(buffer, t, batchSize, t.gradient, count)),
    gradients: Object.fromEntries(
      operator.parameters
        .filter((p) => p.gradient !== 0)
        .map((p) => [p.name, read(buffer, p, p.gradient)]),
    ),
    parameters: Object.fromEntries(operator.parameters.map((p) => [p.name, read(buffer, p)])),
  };
  giveBackMemory(pooled);
  return outcome;
}
