import { type Arena, roundUp } from './arena.js';
import type { Operator } from '../operator.js';
import { type Tensor, tensorBytes } from './tensor.js';

/** A chain of operators and the tensors at its ends. */
export interface Chain {
  readonly input: Tensor;
  /** In the order of the forward pass. */
  readonly operators: readonly Operator[];
  readonly output: Tensor;
  /** Tensors whose values must outlive the pass. */
  readonly kept: ReadonlySet<Tensor>;
}

/** Something that needs memory from one moment to another, both included. */
interface Lifetime {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly settle: (address: number) => void;
}

/**
 * Gives all tensors their addresses; what is never needed at the same time shares memory.
 *
 * A training step is a row of moments: operator i runs forward at moment i of n, the loss is taken
 * at moment n, and operator i runs backward at moment 2n - i. With `share` false everything has
 * memory of its own, so that guard bands can watch it.
 */
export function planMemory(
  arena: Arena,
  chain: Chain,
  { batchSize, share }: { batchSize: number; share: boolean },
): void {
  const lifetimes = lifetimesOf(chain, batchSize);
  if (!share) {
    for (const { name, bytes, settle } of lifetimes) settle(arena.reserve(name, bytes));
    return;
  }
  const { offsets, total } = packLifetimes(lifetimes);
  const start = arena.reserve('activations', total);
  lifetimes.forEach(({ settle }, i) => settle(start + offsets[i]));
}

/** Whether the gradient of each tensor is needed: not if nothing before it learns. */
export function wantsGradient({ operators }: Chain): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const { inputs, output, parameters } of operators) {
    const learns = parameters.some(({ gradient }) => gradient !== 0);
    if (learns || inputs.some((tensor) => wanted.has(tensor))) wanted.add(output);
  }
  return wanted;
}

function lifetimesOf(chain: Chain, batchSize: number): Lifetime[] {
  const { input, operators, output, kept } = chain;
  const n = operators.length;
  const wanted = wantsGradient(chain);
  return [input, ...operators.map((o) => o.output)].flatMap((tensor, i): Lifetime[] => {
    const made = i - 1; // the operator that makes it; the input is there from the start
    const uses = operators.flatMap((o, j) => (o.inputs.includes(tensor) ? [j] : []));
    const keeps = operators.flatMap((o, j) => (o.keeps.includes(tensor) ? [2 * n - j] : []));
    const last = tensor === output || kept.has(tensor) ? n : made;
    const bytes = roundUp(tensorBytes(tensor, batchSize), 64);
    const values: Lifetime = {
      name: `${tensor.name} output`,
      bytes,
      from: Math.max(made, 0),
      to: kept.has(tensor) ? 2 * n : Math.max(last, ...uses, ...keeps),
      settle: (address) => (tensor.values = address),
    };
    if (!wanted.has(tensor)) return [values];
    const gradient: Lifetime = {
      name: `${tensor.name} output gradient`,
      bytes,
      from: tensor === output ? n : 2 * n - Math.max(...uses),
      to: 2 * n - made,
      settle: (address) => (tensor.gradient = address),
    };
    return [values, gradient];
  });
}

/** Places the largest first, each at the lowest address that is free for as long as it lives. */
export function packLifetimes(lifetimes: readonly Pick<Lifetime, 'bytes' | 'from' | 'to'>[]): {
  offsets: number[];
  total: number;
} {
  const offsets = lifetimes.map(() => 0);
  const placed: number[] = []; // by offset
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[b].bytes - lifetimes[a].bytes);
  let total = 0;
  for (const i of order) {
    const { bytes, from, to } = lifetimes[i];
    let offset = 0;
    for (const j of placed) {
      const other = lifetimes[j];
      if (other.to < from || to < other.from) continue;
      if (offset + bytes <= offsets[j]) break;
      offset = Math.max(offset, offsets[j] + other.bytes);
    }
    offsets[i] = offset;
    total = Math.max(total, offset + bytes);
    placed.push(i);
    placed.sort((a, b) => offsets[a] - offsets[b]);
  }
  return { offsets, total };
}
