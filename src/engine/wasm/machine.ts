import type { Dataset } from '../../data/dataset.js';
import { type Model, parameterSpecs } from '../../models/model.js';
import type { CompileOptions, Gates, Mode } from '../engine.js';
import { crossEntropy, type Loss } from '../loss.js';
import { type Arena, createArena, roundUp } from './memory/arena.js';
import { createFeed, type FeedPlaces, reserveFeed } from './feed/feed.js';
import type { KernelBuild, Kernels, Pointer } from './kernels.js';
import { type BoundLoss, createLoss, type LossPlaces, reserveLoss } from './losses.js';
import { lower, type Lowered } from './lower.js';
import { giveBackMemory, takeMemory } from './memory/memory-pool.js';
import { type Chain, planMemory } from './memory/memory-plan.js';
import type { Batch, Workshop } from './operator.js';
import { createClip, createUpdate, type Update } from './optimiser.js';
import type { Paths } from './paths.js';
import type { Feed } from './feed/staging.js';
import type { StoredParameter, Table } from './memory/stored-parameter.js';
import { readTensor, writeTensor } from './memory/tensor-transfer.js';
import { features, rowStride, type Tensor } from './memory/tensor.js';

export interface MachineOptions extends CompileOptions {
  readonly paths: Paths;
  readonly guards: boolean;
  readonly build: KernelBuild;
}

interface ForwardOptions {
  /** Whether running statistics move, and another training step is counted. */
  readonly updating?: boolean;
  readonly gates?: Gates;
}

/** The parts of a network, at fixed addresses and ready to run. */
export interface Machine {
  readonly buffer: ArrayBuffer;
  /** In the order of `parameterSpecs`. */
  readonly parameters: readonly StoredParameter[];
  /** Of every layer, by full name. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Two doubles: the summed loss of the last batch, and its right answers. */
  readonly result: Float64Array;
  readonly update: Update | undefined;
  /** Puts examples into the input, and labels and targets where the loss looks for them. */
  readonly feed: Feed;
  /** Puts inputs [count, C, H, W] in as they are. */
  readonly place: (inputs: Float32Array, count: number) => void;
  /** Puts a gradient of the logits in, [count, numClasses]. */
  readonly placeGradient: (upstream: Float32Array, count: number) => void;
  readonly forward: (count: number, mode: Mode, options?: ForwardOptions) => void;
  /** Loss of the last forward pass and the gradient of its logits. */
  readonly loss: (count: number) => void;
  /** From the gradient of the logits to those of the parameters. */
  readonly backward: () => void;
  /** A copy of the logits, [count, numClasses]. */
  readonly logits: (count: number) => Float32Array;
  /** Forgets what came of earlier steps: the optimiser's averages, and how many there were. */
  readonly reset: () => void;
  /** Throws if a kernel has written outside its buffers; only with guards. */
  readonly check: () => void;
  readonly release: () => void;
}

/** Lays a network out, takes memory for it and binds its operators. */
export function createMachine(model: Model, options: MachineOptions): Machine {
  const { batchSize, optimizer, clipNorm } = options;
  const layout = layOut(model, options);
  const { arena, chain, feedPlaces, lossPlaces } = layout;
  const { input, output } = chain;
  const pooled = takeMemory(arena.size(), options.build);
  const { kernels } = pooled;
  const { buffer } = pooled.memory;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  const passes = bindOperators(kernels, layout, buffer);
  const parameters = inOrder(
    model,
    chain.operators.flatMap((o) => o.parameters),
  );
  const clip = clipNorm === undefined ? undefined : createClip(kernels, parameters, clipNorm);
  const update = optimizer && createUpdate(kernels, optimizer, parameters);
  const loss = createLoss(kernels, layout.loss, lossPlaces);
  const feed = createFeed(model, input, batchSize, kernels, feedPlaces, buffer);
  const aim = createAim(loss, output, lossPlaces.targets, batchSize, buffer);
  const put = (tensor: Tensor, pointer: Pointer, values: Float32Array, count: number): void => {
    const lanes = roundUp(count, 4);
    const padded = new Float32Array((values.length / count) * lanes);
    padded.set(values);
    writeTensor(buffer, tensor, batchSize, pointer, padded, lanes);
  };

  return {
    buffer,
    parameters,
    outputs: chain.outputs,
    result: new Float64Array(buffer, lossPlaces.result, 2),
    update: update && {
      reset: update.reset,
      step: (learningRate) => {
        clip?.();
        update.step(learningRate);
      },
    },
    feed: (data, order, start, count, augmentation) => {
      feed(data, order, start, count, augmentation);
      aim(data, order, start, count);
    },
    loss: loss.run,
    ...passes,
    place: (inputs, count) => put(input, input.values, inputs, count),
    placeGradient: (upstream, count) => put(output, output.gradient, upstream, count),
    logits: (count) => readTensor(buffer, output, batchSize, output.values, count),
    reset: () => {
      for (const { moments, stored } of parameters) {
        for (const moment of moments) bytes.fill(0, moment, moment + stored * 4);
      }
      update?.reset();
      passes.reset();
    },
    check: () => arena.check(bytes),
    release: () => giveBackMemory(pooled),
  };
}

/** Where everything of a network is going to lie. */
interface Layout {
  readonly arena: Arena;
  readonly tables: readonly Table[];
  readonly chain: Lowered;
  readonly loss: Loss;
  readonly scratch: Pointer;
  readonly feedPlaces: FeedPlaces;
  readonly lossPlaces: LossPlaces;
}

function layOut(model: Model, options: MachineOptions): Layout {
  const { batchSize, mask, optimizer, paths, guards, seed = 0 } = options;
  const { keepActivations = false, holdGates = false } = options;
  const { loss = crossEntropy() } = options;
  const arena = createArena({ guards });
  const workshop: Workshop = { arena, tables: [], batchSize, mask, optimizer, paths, holdGates };
  const chain = lower(model, workshop, {
    fuse: !keepActivations && !holdGates,
    keep: keepActivations,
    seed,
  });
  const { input, operators, output } = chain;
  planMemory(arena, chain, { batchSize, share: !guards });
  const feedPlaces = reserveFeed(arena, input, batchSize);
  const outputs = features(output);
  const lossPlaces = {
    ...reserveLoss(workshop, loss, outputs),
    outputs,
    stride: rowStride(batchSize),
    logits: output.values,
    gradient: output.gradient,
    labels: feedPlaces.labels,
    result: arena.reserve('result', 16),
  };
  const scratch = arena.reserve('scratch', Math.max(...operators.map((o) => o.scratchBytes)));
  return { arena, tables: workshop.tables, chain, loss, scratch, feedPlaces, lossPlaces };
}

/** Binds the operators, then fills the tables in, some of which are made on binding. */
function bindOperators(
  kernels: Kernels,
  { chain, scratch, tables }: Layout,
  buffer: ArrayBuffer,
): Pick<Machine, 'forward' | 'backward' | 'reset'> {
  const adds = gradientAdds(chain);
  const passes = chain.operators.map((o, i) => o.bind(kernels, scratch, adds[i]));
  for (const { pointer, words } of tables) {
    new Uint32Array(buffer, pointer, words.length).set(words);
  }
  const backwards = passes.filter((_, i) => learns(chain, i)).reverse();
  const batch: { -readonly [K in keyof Batch]: Batch[K] } = {
    count: 0,
    lanes: 0,
    training: false,
    updating: false,
    gates: 'free',
    step: 0,
  };
  return {
    forward: (count, mode, { updating = false, gates = 'free' } = {}) => {
      batch.count = count;
      batch.lanes = roundUp(count, 4);
      batch.training = mode === 'train';
      batch.updating = updating;
      batch.gates = gates;
      if (updating) batch.step++;
      for (const pass of passes) pass.forward(batch);
    },
    backward: () => {
      for (const pass of backwards) pass.backward(batch);
    },
    reset: () => {
      batch.step = 0;
    },
  };
}

/** Puts the targets of a batch where the loss looks for them, if it does. */
function createAim(
  { fillTargets }: BoundLoss,
  output: Tensor,
  targets: Pointer,
  batchSize: number,
  buffer: ArrayBuffer,
): (data: Dataset, order: Int32Array, start: number, count: number) => void {
  const size = features(output);
  const stride = rowStride(batchSize) / 4;
  const rows = new Float32Array(buffer, targets, targets === 0 ? 0 : size * stride);
  return (data, order, start, count) => {
    if (targets === 0) return;
    if (data.targets === undefined) {
      fillTargets(count);
      return;
    }
    for (let i = 0; i < count; i++) {
      const from = order[start + i] * size;
      for (let j = 0; j < size; j++) rows[j * stride + i] = data.targets[from + j];
    }
  };
}

/**
 * For each operator and each of its inputs: whether another has written a share of the input's
 * gradient before, in the order of the backward pass.
 */
function gradientAdds({ operators }: Chain): boolean[][] {
  return operators.map(({ inputs }, i) => {
    const later = new Set(operators.slice(i + 1).flatMap((o) => o.inputs));
    return inputs.map((tensor, k) => later.has(tensor) || inputs.indexOf(tensor) < k);
  });
}

/** Whether operator i has anything to do in the backward pass. */
function learns({ operators }: Chain, i: number): boolean {
  const { inputs, parameters } = operators[i];
  return (
    inputs.some(({ gradient }) => gradient !== 0) ||
    parameters.some(({ gradient }) => gradient !== 0)
  );
}

function inOrder(model: Model, parameters: readonly StoredParameter[]): StoredParameter[] {
  const byName = new Map(parameters.map((p) => [p.name, p]));
  return parameterSpecs(model).map(({ name }) => byName.get(name)!);
}
