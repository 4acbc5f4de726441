// Zeros, copies and sums of two tensors, over `lines` runs of `bytes` bytes.

/** y = a + b, then max(0, y) if `rectify`; NaNs stay NaNs. */
export function add(
  lines: i32,
  bytes: usize,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  y: usize,
  yStride: usize,
  rectify: bool,
): void {
  // pmax(v, -Infinity) is v.
  const least = f32x4.splat(rectify ? 0 : -Infinity);
  for (; lines > 0; lines--) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(y + i, f32x4.pmax(f32x4.add(v128.load(a + i), v128.load(b + i)), least));
    }
    a += aStride;
    b += bStride;
    y += yStride;
  }
}

/**
 * da = dy and db = dy (each added to what is there if asked; 0 for none), where dy counts only where
 * y > 0 if there is a y (not 0).
 */
export function addGradient(
  lines: i32,
  bytes: usize,
  y: usize,
  yStride: usize,
  dy: usize,
  dyStride: usize,
  da: usize,
  daStride: usize,
  addsToA: bool,
  db: usize,
  dbStride: usize,
  addsToB: bool,
): void {
  const zero = f32x4.splat(0);
  for (; lines > 0; lines--) {
    for (let i: usize = 0; i < bytes; i += 16) {
      let d = v128.load(dy + i);
      if (y) d = v128.andnot(d, f32x4.le(v128.load(y + i), zero));
      if (da) v128.store(da + i, addsToA ? f32x4.add(v128.load(da + i), d) : d);
      if (db) v128.store(db + i, addsToB ? f32x4.add(v128.load(db + i), d) : d);
    }
    if (y) y += yStride;
    dy += dyStride;
    if (da) da += daStride;
    if (db) db += dbStride;
  }
}

/** x = 0. */
export function clearLines(lines: i32, bytes: usize, x: usize, xStride: usize): void {
  for (; lines > 0; lines--) {
    memory.fill(x, 0, bytes);
    x += xStride;
  }
}

/** y = x. */
export function copyLines(
  lines: i32,
  bytes: usize,
  x: usize,
  xStride: usize,
  y: usize,
  yStride: usize,
): void {
  for (; lines > 0; lines--) {
    memory.copy(y, x, bytes);
    x += xStride;
    y += yStride;
  }
}
