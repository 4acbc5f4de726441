import { UserError } from '../../../errors.js';
import { instantiateKernels, type KernelBuild, type Kernels } from '../kernels.js';
import { type WasmMemory, WebAssembly } from '../web-assembly.js';

const PAGE = 65536;
const MOST_PAGES = 65536; // 4 GiB, all that 32-bit addresses reach

/** A wasm memory with the kernels that work on it. */
export interface PooledMemory {
  readonly build: KernelBuild;
  readonly memory: WasmMemory;
  /** Valid until the memory grows. */
  kernels: Kernels;
}

const idle: PooledMemory[] = [];

/**
 * A memory of at least `bytes` bytes, used ones first; its contents are arbitrary.
 *
 * Wasm memories are freed late and each takes gigabytes of address space, so a thread keeps those
 * it has: thousands of networks, one after the other, need one memory.
 */
export function takeMemory(bytes: number, build: KernelBuild = 'strict'): PooledMemory {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) {
    throw new UserError(
      `The network needs ${(bytes / 2 ** 30).toFixed(1)} GiB, but wasm memory ends at 4 GiB. ` +
        'Use a smaller batch size or model.',
    );
  }
  const usable = idle.filter((pooled) => pooled.build === build).sort(bySize);
  const chosen = usable.find((p) => p.memory.buffer.byteLength >= pages * PAGE) ?? usable.at(-1);
  if (chosen === undefined) return createMemory(pages, build);
  idle.splice(idle.indexOf(chosen), 1);
  const missing = pages - chosen.memory.buffer.byteLength / PAGE;
  if (missing > 0) growMemory(chosen, missing);
  return chosen;
}

/** Makes a memory available to the next network; its user must forget it. */
export function giveBackMemory(memory: PooledMemory): void {
  idle.push(memory);
}

/** Bytes of the idle memories of this thread. */
export function idleBytes(): number {
  return idle.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0);
}

function createMemory(pages: number, build: KernelBuild): PooledMemory {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
  return { build, memory, kernels: instantiateKernels(memory, build) };
}

/** Native kernels know the address of the memory, which may be another afterwards. */
function growMemory(pooled: PooledMemory, pages: number): void {
  pooled.memory.grow(pages);
  if (pooled.build === 'native') pooled.kernels = instantiateKernels(pooled.memory, pooled.build);
}

function bySize(a: PooledMemory, b: PooledMemory): number {
  return a.memory.buffer.byteLength - b.memory.buffer.byteLength;
}
