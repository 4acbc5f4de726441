import type { Pointer } from '../kernels.js';

const ALIGNMENT = 64; // a cache line
const GUARD_BYTES = 64;
const GUARD_PATTERN = 0xa5;

interface Span {
  readonly name: string;
  readonly start: Pointer;
  readonly end: Pointer;
}

/**
 * Hands out addresses one after the other, before there is any memory behind them.
 *
 * Nothing in wasm stops a kernel from writing past its buffer. With guards, the bytes around every
 * buffer hold a pattern, and `check` names the buffer next to which it is broken.
 */
export interface Arena {
  /** The address of a new buffer, aligned to 64 bytes; never 0. */
  reserve(name: string, bytes: number): Pointer;
  /** Bytes of memory needed so far. */
  size(): number;
  /** Clears the memory and paints the guards. */
  prepare(memory: Uint8Array): void;
  /** Throws if a guard is broken. */
  check(memory: Uint8Array): void;
}

export function createArena({ guards = false }: { guards?: boolean } = {}): Arena {
  const spans: Span[] = [];
  const margin = guards ? GUARD_BYTES : 0;
  let top = ALIGNMENT;

  const reserve = (name: string, bytes: number): Pointer => {
    const start = roundUp(top + margin, ALIGNMENT);
    top = start + bytes;
    spans.push({ name, start, end: top });
    return start;
  };
  const size = (): number => top + margin;
  const prepare = (memory: Uint8Array): void => {
    memory.fill(guards ? GUARD_PATTERN : 0, 0, size());
    if (guards) for (const { start, end } of spans) memory.fill(0, start, end);
  };
  const check = (memory: Uint8Array): void => {
    if (!guards) return;
    let from = 0;
    let before = '';
    for (const { name, start, end } of spans) {
      checkGuard(memory, from, start, before, name);
      from = end;
      before = name;
    }
    checkGuard(memory, from, size(), before, '');
  };
  return { reserve, size, prepare, check };
}

function checkGuard(
  memory: Uint8Array,
  from: Pointer,
  to: Pointer,
  before: string,
  after: string,
): void {
  for (let i = from; i < to; i++) {
    if (memory[i] === GUARD_PATTERN) continue;
    const past = i - from < to - i;
    const where =
      (past && before !== '') || after === '' ? `past the end of '${before}'` : `before '${after}'`;
    throw new Error(`A kernel wrote ${where} (at byte ${i} of the memory).`);
  }
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
