import { countKept, type Mask } from '../../../models/mask.js';
import type { Optimizer } from '../../optimizer.js';
import type { Pointer } from '../kernels.js';
import type { Workshop } from '../operator.js';
import { type SparseStructure, sparseStrips } from './sparse-structure.js';

/** A parameter as it is stored: all of it, or the surviving weights only. */
export interface StoredParameter {
  readonly name: string;
  /** Values of the whole parameter. */
  readonly size: number;
  /** Values stored. */
  readonly stored: number;
  /** Where each stored value belongs in the whole parameter; undefined if all are stored. */
  readonly indices: Int32Array | undefined;
  readonly values: Pointer;
  /** 0 if the parameter is not trained. */
  readonly gradient: Pointer;
  /** One word per value, all ones or zero; 0 if nothing is pruned or only survivors are stored. */
  readonly mask: Pointer;
  /** The optimiser's averages. */
  readonly moments: readonly Pointer[];
}

/** A constant table to be copied into the memory once. */
export interface Table {
  readonly pointer: Pointer;
  readonly words: Uint32Array;
}

export interface StorageOptions {
  readonly mask: Mask | undefined;
  readonly optimizer: Optimizer | undefined;
}

/** A weight as it is stored, and where its survivors are if only they are stored. */
export interface StoredWeight {
  readonly weight: StoredParameter;
  /** The strips whose survivors are stored one after the other; undefined if all values are. */
  readonly strips: readonly SparseStructure[] | undefined;
}

/**
 * Reserves a weight of [rows, columns]: the survivors only if fewer than `sparseBelow` of the values
 * survive, else all, with a mask where some are pruned. Survivors are kept by strips of columns, whose
 * number may depend on how many survive.
 */
export function reserveWeight(
  workshop: Workshop,
  name: string,
  rows: number,
  columns: number,
  sparseBelow: number,
  stripsOf: (survivors: number) => number = () => 1,
): StoredWeight {
  const size = rows * columns;
  const bits = workshop.mask?.[name];
  const survivors = bits === undefined ? size : countKept(bits);
  if (bits !== undefined && survivors / size < sparseBelow) {
    const width = Math.ceil(columns / stripsOf(survivors));
    const strips = sparseStrips(bits, rows, columns, width);
    const indices = concatenate(strips.map((strip) => strip.indices));
    return { weight: reserveParameter(workshop, name, size, indices), strips };
  }
  const weight = reserveParameter(workshop, name, size);
  if (bits === undefined || survivors === size) return { weight, strips: undefined };
  const words = Uint32Array.from(bits, (bit) => (bit === 0 ? 0 : 0xffffffff));
  const mask = reserveTable(workshop, `${name} mask`, words);
  return { weight: { ...weight, mask }, strips: undefined };
}

/** Reserves a parameter that training learns; with `indices`, only those values are stored. */
export function reserveParameter(
  { arena, optimizer }: Workshop,
  name: string,
  size: number,
  indices?: Int32Array,
): StoredParameter {
  const stored = indices?.length ?? size;
  const moments = optimizer === undefined ? 0 : momentsOf(optimizer);
  return {
    name,
    size,
    stored,
    indices,
    values: arena.reserve(name, stored * 4),
    gradient: arena.reserve(`${name} gradient`, stored * 4),
    mask: 0,
    moments: Array.from({ length: moments }, (_, i) =>
      arena.reserve(`${name} moment ${i + 1}`, stored * 4),
    ),
  };
}

/** Reserves a running statistic: stored and loaded like a parameter, but never updated by a gradient. */
export function reserveStatistic({ arena }: Workshop, name: string, size: number): StoredParameter {
  const values = arena.reserve(name, size * 4);
  return {
    name,
    size,
    stored: size,
    indices: undefined,
    values,
    gradient: 0,
    mask: 0,
    moments: [],
  };
}

/** Averages that an optimiser keeps per value. */
function momentsOf(optimizer: Optimizer): number {
  if (optimizer.kind !== 'adam') return 1;
  return optimizer.amsgrad ? 3 : 2;
}

/** Reserves a constant table. */
export function reserveTable(
  { arena, tables }: Pick<Workshop, 'arena' | 'tables'>,
  name: string,
  words: Uint32Array,
): Pointer {
  const pointer = arena.reserve(name, words.byteLength);
  tables.push({ pointer, words });
  return pointer;
}

function concatenate(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
