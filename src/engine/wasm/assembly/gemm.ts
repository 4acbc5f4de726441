// Packed single-precision matrix product (Goto & van de Geijn 2008): blocks of both factors are
// copied into panels in the order in which the innermost loop reads them.
import { Fused } from './fused';
import { packA, packB, TILE_COLUMNS, TILE_ROWS } from './pack';

// Blocks: a panel of B (BLOCK_INNER x 8) stays in the L1 cache, a block of A (BLOCK_ROWS x
// BLOCK_INNER) in L2. GEMM_SCRATCH_BYTES in layout.ts is computed from these.
const BLOCK_INNER = 256;
const BLOCK_ROWS = 128;
const BLOCK_COLUMNS = 512;
const TILE_BYTES = TILE_ROWS * TILE_COLUMNS * 4;

/**
 * C = op(A) op(B), or C += op(A) op(B) if `accumulate`, with C of shape [rows, columns], op(A) [rows, inner] and op(B) [inner, columns].
 *
 * `aStride`, `bStride` and `cStride` are the lengths in bytes of a stored row. The order of the
 * additions depends only on `inner`.
 */
export function gemm(
  transposeA: bool,
  transposeB: bool,
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const edge = scratch; // a tile that overhangs C is computed here
  const bPanels = scratch + TILE_BYTES;
  const aPanels = bPanels + BLOCK_COLUMNS * BLOCK_INNER * 4;
  const blocks = (inner + BLOCK_INNER - 1) / BLOCK_INNER;
  const blockInner = (inner + blocks - 1) / blocks; // blocks of equal depth
  for (let column: i32 = 0; column < columns; column += BLOCK_COLUMNS) {
    const blockColumns = min<i32>(BLOCK_COLUMNS, columns - column);
    for (let depth: i32 = 0; depth < inner; depth += blockInner) {
      const k = min<i32>(blockInner, inner - depth);
      const bBlock = transposeB
        ? b + <usize>column * bStride + ((<usize>depth) << 2)
        : b + <usize>depth * bStride + ((<usize>column) << 2);
      packB(transposeB, blockColumns, k, bBlock, bStride, bPanels);
      for (let row: i32 = 0; row < rows; row += BLOCK_ROWS) {
        const blockRows = min<i32>(BLOCK_ROWS, rows - row);
        const aBlock = transposeA
          ? a + <usize>depth * aStride + ((<usize>row) << 2)
          : a + <usize>row * aStride + ((<usize>depth) << 2);
        packA(transposeA, blockRows, k, aBlock, aStride, aPanels);
        const cBlock = c + <usize>row * cStride + ((<usize>column) << 2);
        multiplyPanels(
          blockRows,
          blockColumns,
          k,
          aPanels,
          bPanels,
          cBlock,
          cStride,
          accumulate || depth > 0,
          edge,
        );
      }
    }
  }
}

/** Multiplies packed panels into a block of C, which they overwrite or (`accumulate`) add to. */
function multiplyPanels(
  rows: i32,
  columns: i32,
  k: i32,
  aPanels: usize,
  bPanels: usize,
  c: usize,
  cStride: usize,
  accumulate: bool,
  edge: usize,
): void {
  const aPanelBytes = <usize>(k * TILE_ROWS * 4);
  for (let column: i32 = 0; column < columns; column += TILE_COLUMNS) {
    const tileColumns = min<i32>(TILE_COLUMNS, columns - column);
    const bPanel = bPanels + <usize>(column * k * 4);
    let aPanel = aPanels;
    let target = c + ((<usize>column) << 2);
    for (let row: i32 = 0; row < rows; row += TILE_ROWS) {
      const tileRows = min<i32>(TILE_ROWS, rows - row);
      if (tileRows == TILE_ROWS && tileColumns == TILE_COLUMNS) {
        tile4x8(k, aPanel, bPanel, target, cStride, accumulate);
      } else if (tileRows == TILE_ROWS && tileColumns == 4) {
        tile4x4(k, aPanel, bPanel, target, cStride, accumulate);
      } else {
        tile4x8(k, aPanel, bPanel, edge, TILE_COLUMNS * 4, false);
        copyEdge(tileRows, tileColumns, edge, target, cStride, accumulate);
      }
      aPanel += aPanelBytes;
      target += <usize>TILE_ROWS * cStride;
    }
  }
}

/** C[4][8] = (C +) sum over k of A[k][4] B[k][8]. */
function tile4x8(k: i32, a: usize, b: usize, c: usize, stride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a, 4);
    const a2 = v128.load32_splat(a, 8);
    const a3 = v128.load32_splat(a, 12);
    c00 = Fused.multiplyAdd(a0, b0, c00);
    c01 = Fused.multiplyAdd(a0, b1, c01);
    c10 = Fused.multiplyAdd(a1, b0, c10);
    c11 = Fused.multiplyAdd(a1, b1, c11);
    c20 = Fused.multiplyAdd(a2, b0, c20);
    c21 = Fused.multiplyAdd(a2, b1, c21);
    c30 = Fused.multiplyAdd(a3, b0, c30);
    c31 = Fused.multiplyAdd(a3, b1, c31);
    a += 16;
    b += 32;
  }
  storePair(c, c00, c01, accumulate);
  storePair(c + stride, c10, c11, accumulate);
  storePair(c + 2 * stride, c20, c21, accumulate);
  storePair(c + 3 * stride, c30, c31, accumulate);
}

function storePair(c: usize, low: v128, high: v128, accumulate: bool): void {
  if (accumulate) {
    v128.store(c, f32x4.add(v128.load(c), low));
    v128.store(c, f32x4.add(v128.load(c, 16), high), 16);
  } else {
    v128.store(c, low);
    v128.store(c, high, 16);
  }
}

/** The left half of `tile4x8`, for the last columns of, say, a batch of 60. */
function tile4x4(k: i32, a: usize, b: usize, c: usize, stride: usize, accumulate: bool): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    c0 = Fused.multiplyAdd(v128.load32_splat(a), b0, c0);
    c1 = Fused.multiplyAdd(v128.load32_splat(a, 4), b0, c1);
    c2 = Fused.multiplyAdd(v128.load32_splat(a, 8), b0, c2);
    c3 = Fused.multiplyAdd(v128.load32_splat(a, 12), b0, c3);
    a += 16;
    b += 32;
  }
  storeOne(c, c0, accumulate);
  storeOne(c + stride, c1, accumulate);
  storeOne(c + 2 * stride, c2, accumulate);
  storeOne(c + 3 * stride, c3, accumulate);
}

function storeOne(c: usize, sum: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), sum) : sum);
}

function copyEdge(
  rows: i32,
  columns: i32,
  edge: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let column: usize = 0; column < <usize>columns; column++) {
      const target = c + (column << 2);
      const sum = load<f32>(edge + (column << 2));
      store<f32>(target, accumulate ? load<f32>(target) + sum : sum);
    }
    c += stride;
    edge += TILE_COLUMNS * 4;
  }
}
