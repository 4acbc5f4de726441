// Panels: the factors of a matrix product, copied into the order in which `gemm` reads them.
import { transposeFourRows } from './transpose';

// The tile of the product kept in registers. V8 hoists every load of a loop body above its arithmetic and has
// about 15 registers to offer: 4 x 8 without unrolling is the fastest tile that does not spill
// (52 GFLOP/s on a 4.15 GHz Zen 5; 5 x 8, 6 x 8, 4 x 12 or unrolling by two reach 25 to 38).
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

/** Packs op(A) [rows, k] into panels of 4 rows, each stored [k][4]. */
export function packA(
  transposed: bool,
  rows: i32,
  k: i32,
  a: usize,
  stride: usize,
  panel: usize,
): void {
  for (let row: i32 = 0; row < rows; row += TILE_ROWS) {
    const valid = min<i32>(TILE_ROWS, rows - row);
    if (transposed) copyColumns(k, valid, a, stride, panel, 16);
    else packRows(k, valid, a, stride, panel, 16);
    a += transposed ? 16 : <usize>TILE_ROWS * stride;
    panel += <usize>(k * TILE_ROWS * 4);
  }
}

/** Packs op(B) [k, columns] into panels of 8 columns, each stored [k][8]. */
export function packB(
  transposed: bool,
  columns: i32,
  k: i32,
  b: usize,
  stride: usize,
  panel: usize,
): void {
  for (let column: i32 = 0; column < columns; column += TILE_COLUMNS) {
    const valid = min<i32>(TILE_COLUMNS, columns - column);
    if (transposed) {
      packRows(k, min<i32>(4, valid), b, stride, panel, 32);
      packRows(k, max<i32>(0, valid - 4), b + 4 * stride, stride, panel + 16, 32);
      b += <usize>TILE_COLUMNS * stride;
    } else {
      if (valid == TILE_COLUMNS) copyEightColumns(k, b, stride, panel);
      else {
        copyColumns(k, min<i32>(4, valid), b, stride, panel, 32);
        copyColumns(k, max<i32>(0, valid - 4), b + 16, stride, panel + 16, 32);
      }
      b += 32;
    }
    panel += <usize>(k * TILE_COLUMNS * 4);
  }
}

/** Writes `valid` rows of `k` floats as 4 columns, the missing ones zero. */
function packRows(k: i32, valid: i32, rows: usize, stride: usize, panel: usize, step: usize): void {
  if (valid == 4) {
    transposeFourRows(k, rows, stride, panel, step);
    return;
  }
  for (; k > 0; k--) {
    v128.store(panel, f32x4.splat(0));
    for (let i: i32 = 0; i < valid; i++) {
      store<f32>(panel + ((<usize>i) << 2), load<f32>(rows + <usize>i * stride));
    }
    rows += 4;
    panel += step;
  }
}

/** Copies `valid` (at most 4) adjacent columns of `k` rows, the missing ones zero. */
function copyColumns(
  k: i32,
  valid: i32,
  columns: usize,
  stride: usize,
  panel: usize,
  step: usize,
): void {
  if (valid == 4) {
    for (; k > 0; k--) {
      v128.store(panel, v128.load(columns));
      columns += stride;
      panel += step;
    }
    return;
  }
  for (; k > 0; k--) {
    v128.store(panel, f32x4.splat(0));
    for (let i: usize = 0; i < <usize>valid; i++) {
      store<f32>(panel + (i << 2), load<f32>(columns + (i << 2)));
    }
    columns += stride;
    panel += step;
  }
}

function copyEightColumns(k: i32, columns: usize, stride: usize, panel: usize): void {
  for (; k > 0; k--) {
    v128.store(panel, v128.load(columns));
    v128.store(panel, v128.load(columns, 16), 16);
    columns += stride;
    panel += 32;
  }
}
