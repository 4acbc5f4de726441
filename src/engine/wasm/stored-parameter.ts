import { countKept, type Mask } from '../../models/mask.js';
import type { Optimizer } from '../engine.js';
import type { Arena } from './arena.js';
import type { Pointer } from './kernels.js';
import { type SparseStructure, sparseStructure } from './sparse-structure.js';

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
  readonly gradient: Pointer;
  /** One word per value, all ones or zero; 0 if nothing is pruned or only survivors are stored. */
  readonly mask: Pointer;
  /** The optimiser's averages. */
  readonly moments: readonly Pointer[];
}

/** The tables of a sparse layer; offsets are those of rows of activations, in bytes. */
export interface SparseTables {
  readonly entries: number;
  readonly starts: Pointer;
  readonly offsets: Pointer;
  readonly transposedStarts: Pointer;
  readonly transposedOffsets: Pointer;
  readonly order: Pointer;
  readonly transposedValues: Pointer;
}

/** A constant table to be copied into the memory once. */
export interface Table {
  readonly pointer: Pointer;
  readonly words: Uint32Array;
}

export interface StorageOptions {
  readonly mask: Mask | undefined;
  readonly optimizer: Optimizer | undefined;
  /** Layers of lower density are stored and computed sparsely. */
  readonly sparseBelow: number;
}

/** The parameters of one layer. */
export interface LayerParameters {
  readonly weight: StoredParameter;
  readonly bias: StoredParameter;
  /** Undefined if the layer runs as a dense matrix product. */
  readonly sparse: SparseTables | undefined;
}

interface LayerShape {
  readonly name: string;
  readonly units: number;
  readonly inputs: number;
}

/** Reserves the parameters of a layer, sparsely if few enough survive. */
export function reserveParameters(
  arena: Arena,
  tables: Table[],
  { name, units, inputs }: LayerShape,
  stride: number,
  { mask, optimizer, sparseBelow }: StorageOptions,
): LayerParameters {
  const moments = optimizer === undefined ? 0 : optimizer.kind === 'adam' ? 2 : 1;
  const weightName = `${name}.weight`;
  const size = units * inputs;
  const bits = mask?.[weightName];
  const survivors = bits === undefined ? size : countKept(bits);
  const bias = reserveParameter(arena, `${name}.bias`, units, moments);
  if (bits !== undefined && survivors / size < sparseBelow) {
    const structure = sparseStructure(bits, units, inputs);
    const weight = reserveParameter(arena, weightName, size, moments, structure.indices);
    return { weight, bias, sparse: reserveSparse(arena, tables, name, structure, stride) };
  }
  const weight = reserveParameter(arena, weightName, size, moments);
  if (bits === undefined || survivors === size) return { weight, bias, sparse: undefined };
  const words = Uint32Array.from(bits, (bit) => (bit === 0 ? 0 : 0xffffffff));
  const pointer = reserveTable(arena, tables, `${weightName} mask`, words);
  return { weight: { ...weight, mask: pointer }, bias, sparse: undefined };
}

function reserveParameter(
  arena: Arena,
  name: string,
  size: number,
  moments: number,
  indices?: Int32Array,
): StoredParameter {
  const stored = indices?.length ?? size;
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

function reserveSparse(
  arena: Arena,
  tables: Table[],
  name: string,
  { starts, columns, transposed }: SparseStructure,
  stride: number,
): SparseTables {
  const table = (what: string, words: Uint32Array): Pointer =>
    reserveTable(arena, tables, `${name} ${what}`, words);
  const offsets = (rows: Uint32Array): Uint32Array => rows.map((row) => row * stride);
  return {
    entries: columns.length,
    starts: table('row starts', starts),
    offsets: table('column offsets', offsets(columns)),
    transposedStarts: table('column starts', transposed.starts),
    transposedOffsets: table('row offsets', offsets(transposed.rows)),
    order: table('column order', transposed.order),
    transposedValues: arena.reserve(`${name} transposed weights`, columns.length * 4),
  };
}

function reserveTable(arena: Arena, tables: Table[], name: string, words: Uint32Array): Pointer {
  const pointer = arena.reserve(name, words.byteLength);
  tables.push({ pointer, words });
  return pointer;
}
