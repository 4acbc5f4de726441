import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import { checkParameters, type Model, type Parameters } from '../../models/model.js';
import type { Evaluation, Mode, Network } from '../engine.js';
import { everyExample } from '../examples.js';
import { batchWeight, crossEntropy } from '../loss.js';
import { checkBatch, checkCompile, checkGates, checkInputs } from '../checks.js';
import { createMachine, type Machine, type MachineOptions } from './machine.js';
import type { StoredParameter } from './memory/stored-parameter.js';
import { readTensor } from './memory/tensor-transfer.js';
import { read, write } from './memory/transfer.js';

/** A network of the wasm engine. */
export function createNetwork(model: Model, options: MachineOptions): Network {
  checkCompile(model, options);
  const machine = createMachine(model, options);
  let disposed = false;
  const usable = (): Machine => {
    if (!disposed) return machine;
    throw new UserError(`This network (${model.name}) was disposed of; compile a new one.`);
  };
  return {
    model,
    batchSize: options.batchSize,
    holdsGates: options.holdGates === true,
    ...storage(model, usable),
    ...training(model, options, usable),
    ...inference(options, usable),
    ...probing(model, options, usable),
    dispose: () => {
      if (!disposed) machine.release();
      disposed = true;
    },
  };
}

type Access = () => Machine;

function storage(model: Model, usable: Access): Pick<Network, 'load' | 'parameters'> {
  return {
    load: (values) => {
      const { buffer, parameters, reset } = usable();
      checkParameters(model, values);
      for (const parameter of parameters) write(buffer, parameter, values[parameter.name]);
      reset();
    },
    parameters: () => collect(usable(), (p) => p.values),
  };
}

function training(
  model: Model,
  { batchSize, holdGates = false }: MachineOptions,
  usable: Access,
): Pick<Network, 'trainStep' | 'gradients'> {
  let recorded = 0; // examples in the batch whose gates are recorded
  return {
    trainStep: (data, order, start, count, learningRate, augmentation) => {
      const { feed, forward, loss, backward, update, result, check } = usable();
      if (update === undefined) {
        throw new UserError(`To train ${model.name}, compile it with an optimizer.`);
      }
      if (!Number.isFinite(learningRate)) {
        throw new UserError(`The learning rate must be a number, but is ${learningRate}.`);
      }
      checkBatch(batchSize, order, start, count);
      feed(data, order, start, count, augmentation);
      forward(count, 'train', { updating: true });
      loss(count);
      backward();
      update.step(learningRate);
      check();
      return result[0] / count;
    },
    gradients: (data, order, start, count, mode = 'train', gates = 'free') => {
      const machine = usable();
      checkBatch(batchSize, order, start, count);
      checkGates(model, gates, { holdGates, recorded, count });
      if (gates === 'record') recorded = count;
      machine.feed(data, order, start, count);
      machine.forward(count, mode, { gates });
      machine.loss(count);
      machine.backward();
      machine.check();
      return collectGradients(machine);
    },
  };
}

function inference(
  { batchSize, loss: lossKind = crossEntropy() }: MachineOptions,
  usable: Access,
): Pick<Network, 'logits' | 'evaluate'> {
  const forward = (data: Dataset, order: Int32Array, start: number, count: number): Machine => {
    const machine = usable();
    checkBatch(batchSize, order, start, count);
    machine.feed(data, order, start, count);
    machine.forward(count, 'eval');
    return machine;
  };
  return {
    logits: (data, order, start, count) => {
      const machine = forward(data, order, start, count);
      machine.check();
      return machine.logits(count);
    },
    evaluate: (data, order = everyExample(data)): Evaluation => {
      if (order.length === 0) throw new UserError('There is nothing to evaluate: no examples.');
      let total = 0;
      let weights = 0;
      let right = 0;
      for (let start = 0; start < order.length; start += batchSize) {
        const count = Math.min(batchSize, order.length - start);
        const { loss, result } = forward(data, order, start, count);
        loss(count);
        const weight = batchWeight(lossKind, data, order, start, count);
        total += weight === count ? result[0] : (result[0] / count) * weight;
        weights += weight;
        right += result[1];
      }
      usable().check();
      return { loss: total / weights, accuracy: right / order.length };
    },
  };
}

function probing(
  model: Model,
  { batchSize, keepActivations = false }: MachineOptions,
  usable: Access,
): Pick<Network, 'outputs' | 'pullback' | 'activations'> {
  const forward = (inputs: Float32Array, count: number, mode: Mode): Machine => {
    const machine = usable();
    checkInputs(model, inputs, count, batchSize);
    machine.place(inputs, count);
    machine.forward(count, mode);
    return machine;
  };
  return {
    outputs: (inputs, count, mode = 'eval') => {
      const machine = forward(inputs, count, mode);
      machine.check();
      return machine.logits(count);
    },
    pullback: (inputs, upstream, count, mode = 'eval') => {
      if (upstream.length !== count * model.numClasses) {
        throw new UserError(
          `The upstream gradient of ${count} examples must have ${count * model.numClasses} values ` +
            `([count, numClasses]), but has ${upstream.length}.`,
        );
      }
      const machine = forward(inputs, count, mode);
      machine.placeGradient(upstream, count);
      machine.backward();
      machine.check();
      return collectGradients(machine);
    },
    activations: (data, order, start, count) => {
      if (!keepActivations) {
        throw new UserError(
          `To see the activations of ${model.name}, compile it with keepActivations: true.`,
        );
      }
      checkBatch(batchSize, order, start, count);
      const machine = usable();
      machine.feed(data, order, start, count);
      machine.forward(count, 'eval');
      machine.check();
      return Object.fromEntries(
        Array.from(machine.outputs, ([name, tensor]) => [
          name,
          readTensor(machine.buffer, tensor, batchSize, tensor.values, count),
        ]),
      );
    },
  };
}

function collect(
  { buffer, parameters }: Machine,
  pointer: (parameter: StoredParameter) => number,
): Parameters {
  return Object.fromEntries(parameters.map((p) => [p.name, read(buffer, p, pointer(p))]));
}

function collectGradients({ buffer, parameters }: Machine): Parameters {
  const trained = parameters.filter(({ gradient }) => gradient !== 0);
  return Object.fromEntries(trained.map((p) => [p.name, read(buffer, p, p.gradient)]));
}
