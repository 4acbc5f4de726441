// Guarded wasm memory for calling single kernels.
import { createArena } from '../../../src/engine/wasm/memory/arena.js';
import type { KernelBuild, Kernels } from '../../../src/engine/wasm/kernels.js';
import { giveBackMemory, takeMemory } from '../../../src/engine/wasm/memory/memory-pool.js';

/** Buffers by name: how many 4-byte values each has. */
type Sizes = Readonly<Record<string, number>>;

interface Guarded<S extends Sizes> {
  readonly kernels: Kernels;
  readonly at: Readonly<Record<keyof S, number>>;
  readonly floats: Readonly<Record<keyof S, Float32Array>>;
  readonly words: Readonly<Record<keyof S, Int32Array>>;
  /** Throws if a kernel wrote outside a buffer. */
  readonly check: () => void;
}

/** Calls `use` with zeroed buffers of the given sizes, and checks the guards afterwards. */
export function withBuffers<S extends Sizes, T>(
  sizes: S,
  use: (guarded: Guarded<S>) => T,
  build: KernelBuild = 'strict',
): T {
  const arena = createArena({ guards: true });
  const entries = Object.entries(sizes).map(
    ([name, size]) => [name, size, arena.reserve(name, 4 * size)] as const,
  );
  const pooled = takeMemory(arena.size(), build);
  const { buffer } = pooled.memory;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  const byName = <V>(make: (pointer: number, size: number) => V) =>
    Object.fromEntries(entries.map(([name, size, p]) => [name, make(p, size)])) as Record<
      keyof S,
      V
    >;
  try {
    const result = use({
      kernels: pooled.kernels,
      at: byName((pointer) => pointer),
      floats: byName((pointer, size) => new Float32Array(buffer, pointer, size)),
      words: byName((pointer, size) => new Int32Array(buffer, pointer, size)),
      check: () => arena.check(bytes),
    });
    arena.check(bytes);
    return result;
  } finally {
    giveBackMemory(pooled);
  }
}
