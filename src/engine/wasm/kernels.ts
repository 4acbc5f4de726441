import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { type WasmMemory, type WasmModule, WebAssembly } from './web-assembly.js';

/** An address in the memory of the kernels; 0 stands for "none". */
export type Pointer = number;

/**
 * What `assembly/index.ts` exports. Strides are in bytes, `lanes` is a multiple of 4; the sources
 * say what each kernel does.
 */
export interface Kernels {
  feedBytes(
    staged: Pointer,
    rowBytes: number,
    from: number,
    to: number,
    scale: number,
    shift: number,
    lanes: number,
    x: Pointer,
    stride: number,
  ): void;
  feedFloats(
    staged: Pointer,
    rowBytes: number,
    features: number,
    lanes: number,
    x: Pointer,
    stride: number,
  ): void;
  gemm(
    transposeA: boolean,
    transposeB: boolean,
    rows: number,
    columns: number,
    inner: number,
    a: Pointer,
    aStride: number,
    b: Pointer,
    bStride: number,
    c: Pointer,
    cStride: number,
    scratch: Pointer,
  ): void;
  addBias(
    features: number,
    bias: Pointer,
    y: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
  ): void;
  relu(features: number, y: Pointer, stride: number, lanes: number): void;
  biasGradient(
    features: number,
    y: Pointer,
    dy: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
    gradient: Pointer,
  ): void;
  sparseMultiply(
    rows: number,
    starts: Pointer,
    offsets: Pointer,
    values: Pointer,
    bias: Pointer,
    x: Pointer,
    y: Pointer,
    stride: number,
    lanes: number,
    rectify: boolean,
  ): void;
  sparseWeightGradient(
    rows: number,
    entries: number,
    starts: Pointer,
    offsets: Pointer,
    x: Pointer,
    dy: Pointer,
    stride: number,
    lanes: number,
    partial: Pointer,
    gradient: Pointer,
  ): void;
  permute(count: number, source: Pointer, indices: Pointer, target: Pointer): void;
  softmaxCrossEntropy(
    classes: number,
    logits: Pointer,
    labels: Pointer,
    count: number,
    stride: number,
    gradient: Pointer,
    result: Pointer,
  ): void;
  sgd(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    velocity: Pointer,
    mask: Pointer,
    learningRate: number,
    momentum: number,
    weightDecay: number,
  ): void;
  adam(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    mean: Pointer,
    square: Pointer,
    mask: Pointer,
    step: number,
    rootScale: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    weightDecay: number,
  ): void;
}

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
