/** Where the surviving entries of a [rows, columns] matrix are: compressed rows and columns. */
export interface SparseStructure {
  /** Flat row-major index of each surviving entry, ascending; entries are stored in this order. */
  readonly indices: Int32Array;
  /** [rows + 1]: the entries of row r are starts[r] to starts[r + 1] - 1. */
  readonly starts: Uint32Array;
  /** The column of each entry. */
  readonly columns: Uint32Array;
  /** The same matrix by columns; its entries are ordered by column, then row. */
  readonly transposed: {
    /** [columns + 1]. */
    readonly starts: Uint32Array;
    /** The row of each entry. */
    readonly rows: Uint32Array;
    /** The number that each entry has in row order. */
    readonly order: Uint32Array;
  };
}

/** The structure of the entries whose bits are set; `bits` is row-major. */
export function sparseStructure(bits: Uint8Array, rows: number, columns: number): SparseStructure {
  const starts = new Uint32Array(rows + 1);
  const columnStarts = new Uint32Array(columns + 1);
  for (let row = 0, i = 0; row < rows; row++) {
    starts[row + 1] = starts[row];
    for (let column = 0; column < columns; column++, i++) {
      if (bits[i] === 0) continue;
      starts[row + 1]++;
      columnStarts[column + 1]++;
    }
  }
  for (let column = 0; column < columns; column++) columnStarts[column + 1] += columnStarts[column];

  const entries = starts[rows];
  const indices = new Int32Array(entries);
  const entryColumns = new Uint32Array(entries);
  const transposedRows = new Uint32Array(entries);
  const order = new Uint32Array(entries);
  const next = columnStarts.slice();
  for (let row = 0, i = 0, entry = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      if (bits[i] === 0) continue;
      const place = next[column]++;
      transposedRows[place] = row;
      order[place] = entry;
      indices[entry] = i;
      entryColumns[entry++] = column;
    }
  }
  const transposed = { starts: columnStarts, rows: transposedRows, order };
  return { indices, starts, columns: entryColumns, transposed };
}
