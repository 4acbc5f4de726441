/** Where the surviving entries of a strip of a matrix are: compressed rows and columns. */
export interface SparseStructure {
  /** The strip's first column in the matrix, and how many it has. */
  readonly from: number;
  readonly width: number;
  /**
   * Flat row-major index in the matrix of each surviving entry, by row and then by column; entries
   * are stored in this order.
   */
  readonly indices: Int32Array;
  /** [rows + 1]: the entries of row r are starts[r] to starts[r + 1] - 1. */
  readonly starts: Uint32Array;
  /** The column of each entry, counted from the strip's first. */
  readonly columns: Uint32Array;
  /** The same strip by columns; its entries are ordered by column, then row. */
  readonly transposed: {
    /** [width + 1]. */
    readonly starts: Uint32Array;
    /** The row of each entry. */
    readonly rows: Uint32Array;
    /** The number that each entry has in row order. */
    readonly order: Uint32Array;
  };
}

/** The strips, each of at most `width` columns, of the entries whose bits are set, row-major. */
export function sparseStrips(
  bits: Uint8Array,
  rows: number,
  columns: number,
  width = columns,
): SparseStructure[] {
  return Array.from({ length: Math.ceil(columns / width) }, (_, i) => {
    const from = i * width;
    return sparseStrip(bits, rows, columns, from, Math.min(width, columns - from));
  });
}

function sparseStrip(
  bits: Uint8Array,
  rows: number,
  columns: number,
  from: number,
  width: number,
): SparseStructure {
  const starts = new Uint32Array(rows + 1);
  const columnStarts = new Uint32Array(width + 1);
  for (let row = 0; row < rows; row++) {
    starts[row + 1] = starts[row];
    const first = row * columns + from;
    for (let column = 0; column < width; column++) {
      if (bits[first + column] === 0) continue;
      starts[row + 1]++;
      columnStarts[column + 1]++;
    }
  }
  for (let column = 0; column < width; column++) columnStarts[column + 1] += columnStarts[column];

  const entries = starts[rows];
  const indices = new Int32Array(entries);
  const entryColumns = new Uint32Array(entries);
  const transposedRows = new Uint32Array(entries);
  const order = new Uint32Array(entries);
  const next = columnStarts.slice();
  for (let row = 0, entry = 0; row < rows; row++) {
    const first = row * columns + from;
    for (let column = 0; column < width; column++) {
      if (bits[first + column] === 0) continue;
      const place = next[column]++;
      transposedRows[place] = row;
      order[place] = entry;
      indices[entry] = first + column;
      entryColumns[entry++] = column;
    }
  }
  const transposed = { starts: columnStarts, rows: transposedRows, order };
  return { from, width, indices, starts, columns: entryColumns, transposed };
}
