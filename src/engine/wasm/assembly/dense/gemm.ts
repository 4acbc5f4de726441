// Single-precision matrix product in blocks (Goto & van de Geijn 2008): blocks of B are copied into
// panels in the order in which the innermost loop reads them. Rows of A are read where they are, four
// at a time; only columns (of a transposed A) are copied, in groups that fill cache lines.
import { GROUP_BYTES, GROUP_ROWS, packA, packB, TILE_COLUMNS, TILE_ROWS } from './pack';
import { tile4x4, tile4x8 } from './tiles';

// Blocks: a panel of B (BLOCK_INNER x 8) and a group of rows of A (GROUP_ROWS x BLOCK_INNER) stay in
// the L1 cache together, all panels of B in L2. GEMM_SCRATCH_BYTES in operators/dense.ts is computed
// from these.
const BLOCK_INNER = 256;
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
  const aGroup = edge + TILE_BYTES;
  const bPanels = aGroup + GROUP_ROWS * BLOCK_INNER * 4;
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
      let cGroup = c + ((<usize>column) << 2);
      for (let row: i32 = 0; row < rows;) {
        const groupRows = rowsOfGroup(rows - row);
        const aBlock = transposeA
          ? a + <usize>depth * aStride + ((<usize>row) << 2)
          : a + <usize>row * aStride + ((<usize>depth) << 2);
        const packed = transposeA || groupRows < TILE_ROWS;
        if (packed) packA(transposeA, groupRows, k, aBlock, aStride, aGroup);
        multiplyGroup(
          groupRows,
          blockColumns,
          k,
          packed ? aGroup : aBlock,
          packed ? 4 : aStride,
          packed ? GROUP_BYTES : 4,
          bPanels,
          cGroup,
          cStride,
          accumulate || depth > 0,
          edge,
        );
        row += groupRows;
        cGroup += <usize>groupRows * cStride;
      }
    }
  }
}

/** Rows that are taken together when `left` are left: whole tiles, or less than one at the end. */
function rowsOfGroup(left: i32): i32 {
  if (left < TILE_ROWS) return left;
  return min<i32>(GROUP_ROWS, left & ~(TILE_ROWS - 1));
}

/**
 * Multiplies a group of rows of A with the panels of B into C, which is overwritten or (`accumulate`)
 * added to. Element (row, k) of A is at a + row * aRow + k * aStep.
 */
function multiplyGroup(
  rows: i32,
  columns: i32,
  k: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  bPanel: usize,
  c: usize,
  cStride: usize,
  accumulate: bool,
  edge: usize,
): void {
  for (; columns > 0; columns -= TILE_COLUMNS) {
    let tileA = a;
    let tileC = c;
    for (let left = rows; left > 0; left -= TILE_ROWS) {
      if (left >= TILE_ROWS && columns >= TILE_COLUMNS) {
        tile4x8(k, tileA, aRow, aStep, bPanel, tileC, cStride, accumulate);
      } else if (left >= TILE_ROWS && columns == 4) {
        tile4x4(k, tileA, aRow, aStep, bPanel, tileC, cStride, accumulate);
      } else {
        tile4x8(k, tileA, aRow, aStep, bPanel, edge, TILE_COLUMNS * 4, false);
        const tileRows = min<i32>(TILE_ROWS, left);
        copyEdge(tileRows, min<i32>(TILE_COLUMNS, columns), edge, tileC, cStride, accumulate);
      }
      tileA += <usize>TILE_ROWS * aRow;
      tileC += <usize>TILE_ROWS * cStride;
    }
    bPanel += <usize>(k * TILE_COLUMNS * 4);
    c += TILE_COLUMNS * 4;
  }
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
