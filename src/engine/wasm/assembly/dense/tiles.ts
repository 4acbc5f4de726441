// Tiles of the product that are kept in registers. Element (row, k) of A is at
// a + row * aRow + k * aStep; B is a panel [k][8]; `stride` is the length of a row of C in bytes.
//
// V8 moves all loads of a basic block above its arithmetic and has about 15 registers to offer, and
// one accumulator that is spilled halves the speed. Two steps in one block would be 12 loads, so there is
// a way out between them: where a loop can be left, the sums must be complete. (On a 4.15 GHz Zen 5,
// 4 x 8 reaches 64 GFLOP/s of 66 possible without fused multiply-add, one step at a time 52; two steps
// without the way out 36; 3 x 12, 5 x 8 and 6 x 8 28 to 36.) The tests are at the end of the loop
// because V8 then takes what is constant out of it.
import { Fused } from '../fused';
import { TILE_COLUMNS } from './pack';

/**
 * C[4][8] = (C +) sum over k of A[4][k] B[k][8], for k > 0.
 *
 * Two steps are made at a time; the way out between them is what keeps V8 from spilling.
 */
export function tile4x8(
  k: i32,
  a0: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  do {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let x0 = v128.load32_splat(a0);
    let x1 = v128.load32_splat(a1);
    let x2 = v128.load32_splat(a2);
    let x3 = v128.load32_splat(a3);
    c00 = Fused.multiplyAdd(x0, b0, c00);
    c01 = Fused.multiplyAdd(x0, b1, c01);
    c10 = Fused.multiplyAdd(x1, b0, c10);
    c11 = Fused.multiplyAdd(x1, b1, c11);
    c20 = Fused.multiplyAdd(x2, b0, c20);
    c21 = Fused.multiplyAdd(x2, b1, c21);
    c30 = Fused.multiplyAdd(x3, b0, c30);
    c31 = Fused.multiplyAdd(x3, b1, c31);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += 32;
    if (k == 1) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x0 = v128.load32_splat(a0);
    x1 = v128.load32_splat(a1);
    x2 = v128.load32_splat(a2);
    x3 = v128.load32_splat(a3);
    c00 = Fused.multiplyAdd(x0, b0, c00);
    c01 = Fused.multiplyAdd(x0, b1, c01);
    c10 = Fused.multiplyAdd(x1, b0, c10);
    c11 = Fused.multiplyAdd(x1, b1, c11);
    c20 = Fused.multiplyAdd(x2, b0, c20);
    c21 = Fused.multiplyAdd(x2, b1, c21);
    c30 = Fused.multiplyAdd(x3, b0, c30);
    c31 = Fused.multiplyAdd(x3, b1, c31);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += 32;
    k -= 2;
  } while (k > 0);
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
export function tile4x4(
  k: i32,
  a0: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    c0 = Fused.multiplyAdd(v128.load32_splat(a0), b0, c0);
    c1 = Fused.multiplyAdd(v128.load32_splat(a1), b0, c1);
    c2 = Fused.multiplyAdd(v128.load32_splat(a2), b0, c2);
    c3 = Fused.multiplyAdd(v128.load32_splat(a3), b0, c3);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += TILE_COLUMNS * 4;
  }
  storeOne(c, c0, accumulate);
  storeOne(c + stride, c1, accumulate);
  storeOne(c + 2 * stride, c2, accumulate);
  storeOne(c + 3 * stride, c3, accumulate);
}

function storeOne(c: usize, sum: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), sum) : sum);
}
