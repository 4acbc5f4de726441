import type { Pointer } from '../kernels.js';
import type { Workshop } from '../operator.js';
import type { SparseStructure } from '../memory/sparse-structure.js';
import { reserveTable } from '../memory/stored-parameter.js';

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

/** Lays out the tables of a sparse dense layer whose rows are `stride` bytes apart. */
export function reserveSparse(
  workshop: Workshop,
  name: string,
  { starts, columns, transposed }: SparseStructure,
  stride: number,
): SparseTables {
  const table = (what: string, words: Uint32Array): Pointer =>
    reserveTable(workshop, `${name} ${what}`, words);
  const offsets = (rows: Uint32Array): Uint32Array => rows.map((row) => row * stride);
  return {
    entries: columns.length,
    starts: table('row starts', starts),
    offsets: table('column offsets', offsets(columns)),
    transposedStarts: table('column starts', transposed.starts),
    transposedOffsets: table('row offsets', offsets(transposed.rows)),
    order: table('column order', transposed.order),
    transposedValues: workshop.arena.reserve(`${name} transposed weights`, columns.length * 4),
  };
}
