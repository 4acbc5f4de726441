import type { Engine } from '../engine.js';
import { type BackendName, openBackend } from './backends.js';
import { createNetwork, synchronous } from './network.js';
import { remoteEngine } from './isolation/remote.js';

/**
 * An engine that executes models with TensorFlow.js, which is loaded now.
 *
 * Results differ from the wasm engine's by rounding, and between devices; dropout draws other masks.
 * WebGPU can only be waited for by promises, so there the networks live in a thread of their own.
 * Throws a `UserError` if the backend cannot be used here.
 */
export async function tfjsEngine(name: BackendName): Promise<Engine> {
  if (name === 'webgpu') return remoteEngine(name);
  const { tf, details } = await openBackend(name);
  return {
    name,
    details,
    compile: (model, options) => {
      void tf.setBackend(details.backend); // loaded before: done at once
      return synchronous(createNetwork(tf, model, options), model, options);
    },
  };
}
