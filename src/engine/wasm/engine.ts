import type { Engine } from '../engine.js';
import { compiledKernels } from './kernels.js';
import { createNetwork } from './network.js';

/**
 * The density below which a layer runs sparsely: fixed, because the choice changes the last bits.
 *
 * Measured on LeNet-300-100 with Adam (one core of a Zen 5; bench/engine-step.ts): a dense step of
 * batch 60 takes 1.67 ms, a sparse one 1.32, 1.46, 1.59, 1.69 and 1.79 ms at densities 0.60, 0.65,
 * 0.70, 0.75 and 0.80, so they cross at 0.74; with batch 128 they cross at 0.67.
 */
export const SPARSE_BELOW = 0.7;

export interface WasmEngineOptions {
  /** Watch for kernels that write outside their buffers; for tests. */
  readonly guards?: boolean;
  /** The density below which a layer runs sparsely; for tests and benchmarks. */
  readonly sparseBelow?: number;
}

/**
 * The engine that runs everywhere: our own SIMD kernels in WebAssembly, one thread.
 *
 * Its results are the same bits on every machine. Throws a `UserError` if the kernels are not built.
 */
export function wasmEngine({
  guards = false,
  sparseBelow = SPARSE_BELOW,
}: WasmEngineOptions = {}): Engine {
  const { sha256 } = compiledKernels();
  return {
    name: 'wasm',
    details: { kernels: sha256, sparseBelow: String(sparseBelow) },
    compile: (model, options) => createNetwork(model, { ...options, guards, sparseBelow }),
  };
}
