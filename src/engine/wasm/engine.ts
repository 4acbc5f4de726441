import type { Engine } from '../engine.js';
import { checkCompile } from '../checks.js';
import { compiledKernels, type KernelBuild } from './kernels.js';
import { nativeAddon } from './native/addon.js';
import { createNetwork } from './network.js';
import { DEFAULT_PATHS, NATIVE_PATHS, type Paths } from './paths.js';
import { fasterPaths } from './tune.js';

export interface WasmEngineOptions {
  /** Watch for kernels that write outside their buffers; for tests. */
  readonly guards?: boolean;
  /**
   * Multiply and add in one rounding (relaxed SIMD). It may help processors that multiply and add in
   * the same units, not those that have units for each (Zen 5: no gain); the bits depend on the
   * processor, so results are no longer the same everywhere.
   */
  readonly fma?: boolean;
  /**
   * Run the busiest kernels as native code (see native/build.mjs), some three times as fast. Multiplies
   * and adds in one rounding, as `fma` does, so results are no longer the same everywhere.
   */
  readonly native?: boolean;
  /**
   * Time both ways to run a layer that is pruned by half or so, and take the faster. The choice
   * changes the last bits of results, so they are no longer the same everywhere.
   */
  readonly tune?: boolean;
  /** Other crossovers than the default ones; for tests and benchmarks. */
  readonly paths?: Partial<Paths>;
}

/**
 * The engine that runs everywhere: our own SIMD kernels in WebAssembly, one thread.
 *
 * Its results are the same bits on every machine, unless `fma`, `native` or `tune` is asked for.
 * Throws a `UserError` if the kernels are not built.
 */
export function wasmEngine({
  guards = false,
  fma = false,
  native = false,
  tune = false,
  paths = {},
}: WasmEngineOptions = {}): Engine {
  const build: KernelBuild = native ? 'native' : fma ? 'fma' : 'strict';
  const { sha256 } = compiledKernels(build);
  const chosen = { ...(native ? NATIVE_PATHS : DEFAULT_PATHS), ...paths };
  return {
    name: 'wasm',
    details: {
      kernels: sha256,
      arithmetic: build,
      ...(native && { addon: nativeAddon().sha256 }),
      ...describePaths(chosen, tune),
    },
    compile: (model, options) => {
      const whole = { ...options, guards, build, paths: chosen };
      if (!tune) return createNetwork(model, whole);
      checkCompile(model, options);
      return createNetwork(model, {
        ...whole,
        paths: { ...chosen, layers: fasterPaths(model, whole) },
      });
    },
  };
}

function describePaths(
  { sparseDenseBelow, sparseConvolutionBelow, winograd }: Paths,
  tune: boolean,
): Record<string, string> {
  if (tune) return { paths: 'timed on this machine' };
  return {
    sparseDenseBelow: String(sparseDenseBelow),
    sparseConvolutionBelow: String(sparseConvolutionBelow),
    winograd: String(winograd),
  };
}
