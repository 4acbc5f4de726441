import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
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
import { nativeAddon } from './native/addon.js';
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

/**
 * `strict` gives the same bits on every machine; `fma` (relaxed SIMD) multiplies and adds in one
 * rounding where the processor can, which is faster and not reproducible elsewhere; `native` is
 * `strict` with its busiest kernels replaced by those of the addon.
 */
export type KernelBuild = 'strict' | 'fma' | 'native';

const files: Readonly<Record<KernelBuild, string>> = {
  strict: 'kernels.wasm',
  fma: 'kernels-fma.wasm',
  native: 'kernels.wasm',
};

interface CompiledKernels {
  readonly module: WasmModule;
  /** Of the file in `dist`. */
  readonly sha256: string;
}

const compiled = new Map<KernelBuild, CompiledKernels>();

/** The compiled kernels; each thread compiles them once. */
export function compiledKernels(build: KernelBuild = 'strict'): CompiledKernels {
  const known = compiled.get(build);
  if (known !== undefined) return known;
  const kernels = readKernels(path.join(packageRoot(), 'dist', files[build]));
  compiled.set(build, kernels);
  return kernels;
}

/** Compiles the kernels in `file`. Throws a `UserError` if there are none, or Node cannot run them. */
export function readKernels(file: string): CompiledKernels {
  if (!fs.existsSync(file)) {
    throw new UserError(`The wasm kernels are not built: there is no ${file}. Run: npm run build`);
  }
  const bytes = fs.readFileSync(file);
  if (!WebAssembly.validate(bytes)) allowRelaxedSimd();
  if (!WebAssembly.validate(bytes)) {
    throw new UserError(
      `Node.js ${process.versions.node} cannot run the kernels in ${file}. ` +
        'Use Node.js 22 or newer, or leave out `fma`.',
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { module: new WebAssembly.Module(bytes), sha256 };
}

/** Node.js 20 has relaxed SIMD behind a flag; later versions have it on and do not know the flag. */
function allowRelaxedSimd(): void {
  if (Number(process.versions.node.split('.')[0]) > 20) return;
  v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** The kernels at work on `memory`. */
export function instantiateKernels(memory: WasmMemory, build: KernelBuild = 'strict'): Kernels {
  const instance = new WebAssembly.Instance(compiledKernels(build).module, { env: { memory } });
  const kernels = instance.exports as Kernels;
  return build === 'native' ? { ...kernels, ...nativeAddon().bind(memory.buffer) } : kernels;
}
