import { UserError } from '../../errors.js';
import { checkParameters, type Model } from '../../models/model.js';
import type { CompileOptions, Network } from '../engine.js';
import { checkCompile } from '../checks.js';
import { createChecks } from './checks.js';
import { createInference } from './inference.js';
import { disposeParameters, loadParameters, readParameters } from './parameters.js';
import { createProgram } from './program.js';
import { createTraining } from './training.js';
import { type Deferred, nothing, readNow, type TensorFlow } from './tensorflow.js';

/** A network whose results are still to be read: whoever holds it decides how to wait. */
export type DeferredNetwork = Deferred<Omit<Network, 'model' | 'batchSize' | 'holdsGates'>>;

/** Puts a network into the memory of the backend that is in use. */
export function createNetwork(
  tf: TensorFlow,
  model: Model,
  options: CompileOptions,
): DeferredNetwork {
  checkCompile(model, options);
  if (options.holdGates === true) {
    throw new UserError(
      `TensorFlow.js cannot hold the gates of ${model.name} (holdGates). ` +
        'Compile it with the wasm engine.',
    );
  }
  const backend = tf.getBackend();
  const program = createProgram(tf, model, options);
  const { parameters } = program;
  let disposed = false;
  const usable = (): void => {
    if (disposed) {
      throw new UserError(`This network (${model.name}) was disposed of; compile a new one.`);
    }
    // Another network may have used another backend meanwhile. Both are loaded: no need to wait.
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
  };
  const checks = createChecks(model, options.batchSize, usable);
  const training = createTraining(program, checks, options);

  return {
    ...training.methods,
    ...createInference(program, checks, options),
    load: (values) => {
      usable();
      checkParameters(model, values);
      loadParameters(tf, parameters, values);
      training.reset();
      return nothing;
    },
    parameters: () => {
      usable();
      return readParameters(tf, parameters, () => parameters.map((p) => p.values));
    },
    dispose: () => {
      if (!disposed) disposeParameters(tf, parameters);
      disposed = true;
      return nothing;
    },
  };
}

/** The same network, each result waited for on the spot. */
export function synchronous(
  network: DeferredNetwork,
  model: Model,
  { batchSize }: CompileOptions,
): Network {
  return {
    model,
    batchSize,
    holdsGates: false,
    load: (...args) => readNow(network.load(...args)),
    parameters: () => readNow(network.parameters()),
    trainStep: (...args) => readNow(network.trainStep(...args)),
    gradients: (...args) => readNow(network.gradients(...args)),
    logits: (...args) => readNow(network.logits(...args)),
    evaluate: (...args) => readNow(network.evaluate(...args)),
    outputs: (...args) => readNow(network.outputs(...args)),
    pullback: (...args) => readNow(network.pullback(...args)),
    activations: (...args) => readNow(network.activations(...args)),
    dispose: () => readNow(network.dispose()),
  };
}
