import type { Engine } from '../engine.js';
import { compiledKernels } from './kernels.js';
import { createNetwork } from './network.js';
import { DEFAULT_PATHS, type Paths } from './paths.js';

export interface WasmEngineOptions {
  /** Watch for kernels that write outside their buffers; for tests. */
  readonly guards?: boolean;
  /**
   * Multiply and add in one rounding (relaxed SIMD). Some 15 % faster in dense layers here, but the
   * bits depend on the processor, so results are no longer the same everywhere.
   */
  readonly fma?: boolean;
  /** Other crossovers than the default ones; for tests and benchmarks. */
  readonly paths?: Partial<Paths>;
}

/**
 * The engine that runs everywhere: our own SIMD kernels in WebAssembly, one thread.
 *
 * Its results are the same bits on every machine, unless `fma` is asked for. Throws a `UserError` if the kernels are not built.
 */
export function wasmEngine({
  guards = false,
  fma = false,
  paths = {},
}: WasmEngineOptions = {}): Engine {
  const build = fma ? 'fma' : 'strict';
  const { sha256 } = compiledKernels(build);
  const chosen = { ...DEFAULT_PATHS, ...paths };
  return {
    name: 'wasm',
    details: {
      kernels: sha256,
      arithmetic: build,
      ...Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, String(value)])),
    },
    compile: (model, options) => createNetwork(model, { ...options, guards, build, paths: chosen }),
  };
}
