// Transposes of blocks of 4 x 4 floats.

/**
 * Copies `count` floats of each of 4 rows (`rowStride` bytes apart) to columns: float k of row r goes
 * to target + k * targetStride + 4 * r.
 */
export function transposeFourRows(
  count: i32,
  source: usize,
  rowStride: usize,
  target: usize,
  targetStride: usize,
): void {
  let row0 = source;
  let row1 = row0 + rowStride;
  let row2 = row1 + rowStride;
  let row3 = row2 + rowStride;
  for (; count >= 4; count -= 4) {
    const a = v128.load(row0);
    const b = v128.load(row1);
    const c = v128.load(row2);
    const d = v128.load(row3);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
    target += targetStride;
    v128.store(target, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7));
    target += targetStride;
    v128.store(target, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5));
    target += targetStride;
    v128.store(target, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7));
    target += targetStride;
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
  }
  for (; count > 0; count--) {
    store<f32>(target, load<f32>(row0));
    store<f32>(target, load<f32>(row1), 4);
    store<f32>(target, load<f32>(row2), 8);
    store<f32>(target, load<f32>(row3), 12);
    target += targetStride;
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
  }
}
