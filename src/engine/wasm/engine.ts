import type { Engine } from '../engine.js';
import { compiledKernels } from './kernels.js';
import { createNetwork } from './network.js';
import { DEFAULT_PATHS, type Paths } from './paths.js';

export interface WasmEngineOptions {
  /** Watch for kernels that write outside their buffers; for tests. */
  readonly guards?: boolean;
  /** Other crossovers than the default ones; for tests and benchmarks. */
  readonly paths?: Partial<Paths>;
}

/**
 * The engine that runs everywhere: our own SIMD kernels in WebAssembly, one thread.
 *
 * Its results are the same bits on every machine. Throws a `UserError` if the kernels are not built.
 */
export function wasmEngine({ guards = false, paths = {} }: WasmEngineOptions = {}): Engine {
  const { sha256 } = compiledKernels();
  const chosen = { ...DEFAULT_PATHS, ...paths };
  return {
    name: 'wasm',
    details: {
      kernels: sha256,
      ...Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, String(value)])),
    },
    compile: (model, options) => createNetwork(model, { ...options, guards, paths: chosen }),
  };
}
