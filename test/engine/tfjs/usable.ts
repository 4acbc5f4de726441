// The engines on TensorFlow.js that can be tested on this machine.
import type { Engine } from '../../../src/engine/engine.js';
import { type BackendName, whatIsMissing } from '../../../src/engine/tfjs/backends.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';

const gpu = whatIsMissing('tensorflow-gpu') === undefined;

/** A process can hold only one build of libtensorflow, so of the two only one is tested. */
export const testedBackends: readonly BackendName[] = [
  'cpu',
  'webgpu',
  gpu ? 'tensorflow-gpu' : 'tensorflow',
];

/** Engines that must not be skipped, separated by commas: for machines that are known to have them. */
const required = (process.env.PRUNELAB_TEST_ENGINES ?? '').split(',');

/** The engine, or nothing, with the reason on the screen, where it cannot be used. */
export async function usableEngine(name: BackendName): Promise<Engine | undefined> {
  try {
    return await tfjsEngine(name);
  } catch (error) {
    if (required.includes(name)) throw error;
    process.stderr.write(`  tests of engine ${name} are skipped: ${(error as Error).message}\n`);
    return undefined;
  }
}
