// Dot products of rows of dy and of x over the lanes and pixels of a strip, added to `sums`: 4 floats
// (one per row of dy) for every row of x.
import { Fused } from '../fused';

/** 4 rows of dy with 2 of x: 8 sums. */
export function dot4x2(
  lines: i32,
  pixels: i32,
  x: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  rowBytes: usize,
  sums: usize,
): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (; lines > 0; lines--) {
    let input = x;
    let gradient = dy;
    for (let pixel = pixels; pixel > 0; pixel--) {
      for (let i: usize = 0; i < rowBytes; i += 16) {
        const p = input + i;
        const d = gradient + i;
        const x0 = v128.load(p);
        const x1 = v128.load(p, 64);
        const d0 = v128.load(d);
        const d1 = v128.load(d, 64);
        const d2 = v128.load(d, 128);
        const d3 = v128.load(d, 192);
        s00 = Fused.multiplyAdd(d0, x0, s00);
        s01 = Fused.multiplyAdd(d0, x1, s01);
        s10 = Fused.multiplyAdd(d1, x0, s10);
        s11 = Fused.multiplyAdd(d1, x1, s11);
        s20 = Fused.multiplyAdd(d2, x0, s20);
        s21 = Fused.multiplyAdd(d2, x1, s21);
        s30 = Fused.multiplyAdd(d3, x0, s30);
        s31 = Fused.multiplyAdd(d3, x1, s31);
      }
      input += xStep;
      gradient += yStep;
    }
    x += xLine;
    dy += yLine;
  }
  addSums(sums, s00, s10, s20, s30);
  addSums(sums + 16, s01, s11, s21, s31);
}

/** 4 rows of dy with 1 of x. */
export function dot4x1(
  lines: i32,
  pixels: i32,
  x: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  rowBytes: usize,
  sums: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; lines > 0; lines--) {
    let input = x;
    let gradient = dy;
    for (let pixel = pixels; pixel > 0; pixel--) {
      for (let i: usize = 0; i < rowBytes; i += 16) {
        const x0 = v128.load(input + i);
        const d = gradient + i;
        s0 = Fused.multiplyAdd(v128.load(d), x0, s0);
        s1 = Fused.multiplyAdd(v128.load(d, 64), x0, s1);
        s2 = Fused.multiplyAdd(v128.load(d, 128), x0, s2);
        s3 = Fused.multiplyAdd(v128.load(d, 192), x0, s3);
      }
      input += xStep;
      gradient += yStep;
    }
    x += xLine;
    dy += yLine;
  }
  addSums(sums, s0, s1, s2, s3);
}

/** One row of each. */
export function dot1x1(
  lines: i32,
  pixels: i32,
  x: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  rowBytes: usize,
  sums: usize,
): void {
  let sum = f32x4.splat(0);
  for (; lines > 0; lines--) {
    let input = x;
    let gradient = dy;
    for (let pixel = pixels; pixel > 0; pixel--) {
      for (let i: usize = 0; i < rowBytes; i += 16) {
        sum = Fused.multiplyAdd(v128.load(input + i), v128.load(gradient + i), sum);
      }
      input += xStep;
      gradient += yStep;
    }
    x += xLine;
    dy += yLine;
  }
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  const high = f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
  store<f32>(sums, load<f32>(sums) + (low + high));
}

/** sums[i] += the sum of the lanes of the i-th vector. */
function addSums(sums: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 2, 4, 6), v128.shuffle<f32>(c, d, 1, 3, 5, 7));
  const all = f32x4.add(
    v128.shuffle<f32>(ab, cd, 0, 2, 4, 6),
    v128.shuffle<f32>(ab, cd, 1, 3, 5, 7),
  );
  v128.store(sums, f32x4.add(v128.load(sums), all));
}
