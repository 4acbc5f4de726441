import type { Pointer } from '../kernels.js';
import type { Workshop } from '../operator.js';
import type { SparseStructure } from '../memory/sparse-structure.js';
import { reserveTable } from '../memory/stored-parameter.js';

/**
 * The tables of a strip of a sparse layer, a layer of its own but for the output, to which all strips
 * add; offsets are those of rows of activations, in bytes.
 */
export interface SparseTables {
  /** Its inputs: the first, and how many. */
  readonly from: number;
  readonly width: number;
  readonly entries: number;
  /** Entries in the strips before it. */
  readonly before: number;
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
  strips: readonly SparseStructure[],
  stride: number,
): SparseTables[] {
  let before = 0;
  return strips.map((strip) => {
    const tables = reserveStrip(workshop, name, strip, before, stride);
    before += tables.entries;
    return tables;
  });
}

function reserveStrip(
  workshop: Workshop,
  name: string,
  { from, width, starts, columns, transposed }: SparseStructure,
  before: number,
  stride: number,
): SparseTables {
  const table = (what: string, words: Uint32Array): Pointer =>
    reserveTable(workshop, `${name} ${what}`, words);
  const offsets = (rows: Uint32Array): Uint32Array => rows.map((row) => row * stride);
  return {
    from,
    width,
    entries: columns.length,
    before,
    starts: table('row starts', starts),
    offsets: table('column offsets', offsets(columns)),
    transposedStarts: table('column starts', transposed.starts),
    transposedOffsets: table('row offsets', offsets(transposed.rows)),
    order: table('column order', transposed.order),
    transposedValues: workshop.arena.reserve(`${name} transposed weights`, columns.length * 4),
  };
}
