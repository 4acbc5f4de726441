// Panels: the factors of a matrix product, copied into the order in which `gemm` reads them.
import { transposeFourRows } from '../transpose';

// The tile of the product that is kept in registers; see tiles.ts.
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

/** Rows of A that are multiplied together; 16 floats are one cache line. */
export const GROUP_ROWS = 16;
export const GROUP_BYTES: usize = GROUP_ROWS * 4;

/** Packs at most 16 rows of op(A), which are [rows, k], as [k][16]; a row that is missing in a tile is zero. */
export function packA(
  transposed: bool,
  rows: i32,
  k: i32,
  a: usize,
  stride: usize,
  group: usize,
): void {
  if (transposed && rows == GROUP_ROWS) {
    copySixteenColumns(k, a, stride, group);
    return;
  }
  for (; rows > 0; rows -= TILE_ROWS) {
    const valid = min<i32>(TILE_ROWS, rows);
    if (transposed) copyColumns(k, valid, a, stride, group, GROUP_BYTES);
    else packRows(k, valid, a, stride, group, GROUP_BYTES);
    a += transposed ? 16 : 4 * stride;
    group += TILE_ROWS * 4;
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

function copySixteenColumns(k: i32, columns: usize, stride: usize, group: usize): void {
  for (; k > 0; k--) {
    v128.store(group, v128.load(columns));
    v128.store(group, v128.load(columns, 16), 16);
    v128.store(group, v128.load(columns, 32), 32);
    v128.store(group, v128.load(columns, 48), 48);
    columns += stride;
    group += GROUP_BYTES;
  }
}
