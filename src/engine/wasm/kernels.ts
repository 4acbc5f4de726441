import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import type { BlockKernels } from './kernel-types/blocks.js';
import type { ConvolutionKernels } from './kernel-types/convolution.js';
import type { DenseKernels } from './kernel-types/dense.js';
import type { FeedKernels } from './kernel-types/feed.js';
import type { LayerKernels } from './kernel-types/layers.js';
import type { LossKernels } from './kernel-types/loss.js';
import type { OptimiserKernels } from './kernel-types/optimiser.js';
import type { SparseConvolutionKernels } from './kernel-types/sparse-convolution.js';
import { type WasmMemory, type WasmModule, WebAssembly } from './web-assembly.js';

/** An address in the memory of the kernels; 0 stands for "none". */
export type Pointer = number;

/**
 * What `assembly/index.ts` exports. Strides are in bytes, `lanes` is a multiple of 4; the sources
 * say what each kernel does.
 */
export interface Kernels
  extends
    FeedKernels,
    DenseKernels,
    BlockKernels,
    ConvolutionKernels,
    SparseConvolutionKernels,
    LayerKernels,
    LossKernels,
    OptimiserKernels {}

interface CompiledKernels {
  readonly module: WasmModule;
  /** Of the file `dist/kernels.wasm`. */
  readonly sha256: string;
}

let compiled: CompiledKernels | undefined;

/** The compiled kernels; each thread compiles them once. */
export function compiledKernels(): CompiledKernels {
  compiled ??= readKernels(path.join(packageRoot(), 'dist', 'kernels.wasm'));
  return compiled;
}

/** Compiles the kernels in `file`. Throws a `UserError` if there is no such file. */
export function readKernels(file: string): CompiledKernels {
  if (!fs.existsSync(file)) {
    throw new UserError(`The wasm kernels are not built: there is no ${file}. Run: npm run build`);
  }
  const bytes = fs.readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { module: new WebAssembly.Module(bytes), sha256 };
}

/** The kernels at work on `memory`. */
export function instantiateKernels(memory: WasmMemory): Kernels {
  const instance = new WebAssembly.Instance(compiledKernels().module, { env: { memory } });
  return instance.exports as Kernels;
}
