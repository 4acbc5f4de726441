import { type Model, parameterSpecs } from '../../models/model.js';
import type { CompileOptions, Mode } from '../engine.js';
import { createArena, roundUp } from './arena.js';
import { createFeed, type Feed } from './feed.js';
import { createLoss, reserveLoss } from './losses.js';
import type { KernelBuild } from './kernels.js';
import { lower } from './lower.js';
import { giveBackMemory, takeMemory } from './memory-pool.js';
import { type Chain, planMemory } from './memory-plan.js';
import type { Batch, Workshop } from './operator.js';
import { createUpdate, type Update } from './optimiser.js';
import type { Paths } from './paths.js';
import { reserveFeed } from './stage.js';
import type { StoredParameter } from './stored-parameter.js';
import { readTensor, writeTensor } from './tensor-transfer.js';
import type { Tensor } from './tensor.js';

export interface MachineOptions extends CompileOptions {
  readonly paths: Paths;
  readonly guards: boolean;
  readonly build: KernelBuild;
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
  readonly feed: Feed;
  /** Puts inputs [count, C, H, W] in as they are. */
  place(inputs: Float32Array, count: number): void;
  /** Puts a gradient of the logits in, [count, numClasses]. */
  placeGradient(upstream: Float32Array, count: number): void;
  /** Running statistics move only when `updating`. */
  forward(count: number, mode: Mode, updating?: boolean): void;
  /** Loss of the last forward pass and the gradient of its logits. */
  loss(count: number): void;
  /** From the gradient of the logits to those of the parameters. */
  backward(): void;
  /** A copy of the logits, [count, numClasses]. */
  logits(count: number): Float32Array;
  /** Forgets what came of earlier steps: the optimiser's averages, and how many there were. */
  reset(): void;
  /** Throws if a kernel has written outside its buffers; only with guards. */
  check(): void;
  release(): void;
}

/** Lays a network out, takes memory for it and binds its operators. */
export function createMachine(model: Model, options: MachineOptions): Machine {
  const { batchSize, mask, optimizer, paths, guards, seed = 0, keepActivations = false } = options;
  const arena = createArena({ guards });
  const workshop: Workshop = { arena, tables: [], batchSize, mask, optimizer, paths };
  const chain = lower(model, workshop, { fuse: !keepActivations, seed });
  const { input, operators, output } = chain;
  planMemory(arena, chain, { batchSize, share: !guards });
  const scratch = arena.reserve('scratch', Math.max(...operators.map((o) => o.scratchBytes)));
  const feedPlaces = reserveFeed(arena, input, batchSize);
  const lossPlaces = reserveLoss(arena);

  const pooled = takeMemory(arena.size(), options.build);
  const { kernels } = pooled;
  const buffer = pooled.memory.buffer;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  const adds = gradientAdds(chain);
  const passes = operators.map((o, i) => o.bind(kernels, scratch, adds[i]));
  for (const { pointer, words } of workshop.tables) {
    new Uint32Array(buffer, pointer, words.length).set(words);
  }

  const parameters = inOrder(
    model,
    operators.flatMap((o) => o.parameters),
  );
  const trained = parameters.filter(({ gradient }) => gradient !== 0);
  const update = optimizer === undefined ? undefined : createUpdate(kernels, optimizer, trained);
  const feed = createFeed(model, kernels, input, feedPlaces, buffer);
  const loss = createLoss(
    options.loss,
    kernels,
    output,
    batchSize,
    feedPlaces.labels,
    lossPlaces.result,
  );
  const backwards = passes.filter((_, i) => learns(chain, i)).reverse();
  const batch: { -readonly [K in keyof Batch]: Batch[K] } = {
    count: 0,
    lanes: 0,
    training: false,
    updating: false,
    step: 0,
  };
  const padded = (values: Float32Array, count: number): Float32Array => {
    const whole = new Float32Array((values.length / count) * roundUp(count, 4));
    whole.set(values);
    return whole;
  };
  const put = (tensor: Tensor, pointer: number, values: Float32Array, count: number): void => {
    writeTensor(buffer, tensor, batchSize, pointer, padded(values, count), roundUp(count, 4));
  };

  return {
    buffer,
    parameters,
    outputs: chain.outputs,
    result: new Float64Array(buffer, lossPlaces.result, 2),
    update,
    feed,
    place: (inputs, count) => put(input, input.values, inputs, count),
    placeGradient: (upstream, count) => put(output, output.gradient, upstream, count),
    forward: (count, mode, updating = false) => {
      batch.count = count;
      batch.lanes = roundUp(count, 4);
      batch.training = mode === 'train';
      batch.updating = updating;
      if (updating) batch.step++;
      for (const pass of passes) pass.forward(batch);
    },
    loss,
    backward: () => {
      for (const pass of backwards) pass.backward(batch);
    },
    logits: (count) => readTensor(buffer, output, batchSize, output.values, count),
    reset: () => {
      for (const { moments, stored } of parameters) {
        for (const moment of moments) bytes.fill(0, moment, moment + stored * 4);
      }
      update?.reset();
      batch.step = 0;
    },
    check: () => arena.check(bytes),
    release: () => giveBackMemory(pooled),
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
