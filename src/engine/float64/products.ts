/**
 * C += A B, or A^T B if `transposed`, with C [rows, columns], B [inner, columns] and A [rows, inner]
 * or, transposed, [inner, rows]; all row-major.
 */
export function addProduct(
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  { transposed = false } = {},
): void {
  const down = transposed ? 1 : inner;
  const along = transposed ? rows : 1;
  const whole = inner - (inner % 4);
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    for (let k = 0; k < whole; k += 4) {
      const at = row * down + k * along;
      const a0 = a[at];
      const a1 = a[at + along];
      const a2 = a[at + 2 * along];
      const a3 = a[at + 3 * along];
      const b0 = k * columns;
      const b1 = b0 + columns;
      const b2 = b1 + columns;
      const b3 = b2 + columns;
      for (let j = 0; j < columns; j++) {
        c[to + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + (a2 * b[b2 + j] + a3 * b[b3 + j]);
      }
    }
    for (let k = whole; k < inner; k++) {
      const factor = a[row * down + k * along];
      const from = k * columns;
      for (let j = 0; j < columns; j++) c[to + j] += factor * b[from + j];
    }
  }
}

/** C += A B^T, with C [rows, columns], A [rows, inner] and B [columns, inner], row-major. */
export function addProductWithTransposed(
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  const whole = columns - (columns % 4);
  for (let row = 0; row < rows; row++) {
    const from = row * inner;
    const to = row * columns;
    for (let column = 0; column < whole; column += 4) {
      const b0 = column * inner;
      const b1 = b0 + inner;
      const b2 = b1 + inner;
      const b3 = b2 + inner;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0; k < inner; k++) {
        const factor = a[from + k];
        s0 += factor * b[b0 + k];
        s1 += factor * b[b1 + k];
        s2 += factor * b[b2 + k];
        s3 += factor * b[b3 + k];
      }
      c[to + column] += s0;
      c[to + column + 1] += s1;
      c[to + column + 2] += s2;
      c[to + column + 3] += s3;
    }
    for (let column = whole; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[from + k] * b[column * inner + k];
      c[to + column] += sum;
    }
  }
}

/** Adds all rows of a matrix to `sums`, which is as long as a row. */
export function addColumnSums(sums: Float64Array, rows: Float64Array): void {
  for (let i = 0; i < rows.length; i++) sums[i % sums.length] += rows[i];
}
