import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import { checkParameters, type Model, type Parameters } from '../../models/model.js';
import type { CompileOptions, Evaluation, Network } from '../engine.js';
import { createArena, roundUp } from './arena.js';
import { checkBatch, checkCompile } from './checks.js';
import { createFeed } from './feed.js';
import { createLayout } from './layout.js';
import { giveBackMemory, takeMemory } from './memory-pool.js';
import { createUpdate } from './optimiser.js';
import { createPlan } from './plan.js';
import type { StoredParameter } from './stored-parameter.js';
import { read, write } from './transfer.js';

export interface NetworkOptions extends CompileOptions {
  readonly sparseBelow: number;
  readonly guards: boolean;
}

/** Lays a network out, takes memory for it and plans its steps. */
export function createNetwork(model: Model, options: NetworkOptions): Network {
  checkCompile(model, options);
  const { batchSize, mask, optimizer, sparseBelow, guards } = options;
  const arena = createArena({ guards });
  const layout = createLayout(arena, model, { batchSize, mask, optimizer, sparseBelow });
  const pooled = takeMemory(arena.size());
  const { kernels } = pooled;
  const buffer = pooled.memory.buffer;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  for (const { pointer, words } of layout.tables) {
    new Uint32Array(buffer, pointer, words.length).set(words);
  }

  const feed = createFeed(model, kernels, layout, buffer);
  const plan = createPlan(kernels, layout);
  const parameters = layout.layers.flatMap(({ weight, bias }) => [weight, bias]);
  const update = optimizer === undefined ? undefined : createUpdate(kernels, optimizer, parameters);
  const result = new Float64Array(buffer, layout.result, 2); // summed loss, right answers
  const logitRows = layout.layers[layout.layers.length - 1].output;
  let disposed = false;

  const checkUsable = (): void => {
    if (disposed) {
      throw new UserError(`This network (${model.name}) was disposed of; compile a new one.`);
    }
  };
  const forward = (data: Dataset, order: Int32Array, start: number, count: number): void => {
    checkUsable();
    checkBatch(batchSize, order, start, count);
    feed(data, order, start, count);
    plan.forward(roundUp(count, 4));
  };
  const forwardAndBackward = (
    data: Dataset,
    order: Int32Array,
    start: number,
    count: number,
  ): void => {
    forward(data, order, start, count);
    plan.loss(count);
    plan.backward(roundUp(count, 4));
  };
  const collect = (pointer: (parameter: StoredParameter) => number): Parameters =>
    Object.fromEntries(parameters.map((p) => [p.name, read(buffer, p, pointer(p))]));

  return {
    model,
    batchSize,
    load: (values) => {
      checkUsable();
      checkParameters(model, values);
      for (const parameter of parameters) {
        write(buffer, parameter, values[parameter.name]);
        for (const moment of parameter.moments)
          bytes.fill(0, moment, moment + parameter.stored * 4);
      }
      update?.reset();
    },
    parameters: () => {
      checkUsable();
      return collect((p) => p.values);
    },
    trainStep: (data, order, start, count, learningRate) => {
      if (update === undefined) {
        throw new UserError(`To train ${model.name}, compile it with an optimizer.`);
      }
      if (!Number.isFinite(learningRate)) {
        throw new UserError(`The learning rate must be a number, but is ${learningRate}.`);
      }
      forwardAndBackward(data, order, start, count);
      update.step(learningRate);
      arena.check(bytes);
      return result[0] / count;
    },
    gradients: (data, order, start, count) => {
      forwardAndBackward(data, order, start, count);
      arena.check(bytes);
      return collect((p) => p.gradient);
    },
    logits: (data, order, start, count) => {
      forward(data, order, start, count);
      arena.check(bytes);
      return readColumns(buffer, logitRows.values, logitRows.features, layout.stride, count);
    },
    evaluate: (data, order = everyExample(data)): Evaluation => {
      if (order.length === 0) throw new UserError('There is nothing to evaluate: no examples.');
      let loss = 0;
      let right = 0;
      for (let start = 0; start < order.length; start += batchSize) {
        const count = Math.min(batchSize, order.length - start);
        forward(data, order, start, count);
        plan.loss(count);
        loss += result[0];
        right += result[1];
      }
      arena.check(bytes);
      return { loss: loss / order.length, accuracy: right / order.length };
    },
    dispose: () => {
      if (!disposed) giveBackMemory(pooled);
      disposed = true;
    },
  };
}

function everyExample(data: Dataset): Int32Array {
  return Int32Array.from({ length: data.size }, (_, i) => i);
}

/** [features][stride / 4] transposed to [count, features]. */
function readColumns(
  buffer: ArrayBuffer,
  pointer: number,
  features: number,
  stride: number,
  count: number,
): Float32Array {
  const rows = new Float32Array(buffer, pointer, (features * stride) / 4);
  const columns = new Float32Array(count * features);
  for (let i = 0; i < count; i++) {
    for (let f = 0; f < features; f++) columns[i * features + f] = rows[(f * stride) / 4 + i];
  }
  return columns;
}
