// Vectors of an array that may end within a vector: the last one has `count` values, less than 4.

// Averages that decay towards zero (those of a dead unit, say) would end as denormal numbers, which
// rounding keeps from ever reaching zero and which many processors handle slowly. They are set to
// zero once they are too small to move any weight.
export const NEGLIGIBLE_MEAN: f32 = 1e-32;
export const NEGLIGIBLE_SQUARE: f32 = 1e-37;

export function withoutNegligible(x: v128, limit: f32): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(limit)));
}

/** The next 4 values, or `count` of them and zeros. */
export function loadVector(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : loadRest(from, count);
}

/** The next 4 words of a mask, all ones if there is none (0). */
export function loadMask(mask: usize, count: i32): v128 {
  return mask ? loadVector(mask, count) : i32x4.splat(-1);
}

/** Stores 4 values, or `count` of them. */
export function storeVector(to: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(to, v);
  else storeRest(to, v, count);
}

function loadRest(from: usize, count: i32): v128 {
  let v = v128.load32_zero(from);
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

function storeRest(to: usize, v: v128, count: i32): void {
  store<f32>(to, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(v, 2), 8);
}
