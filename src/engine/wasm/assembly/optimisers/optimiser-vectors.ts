// Vectors of an array that may end within a vector.

// Averages that decay towards zero (those of a dead unit, say) would end as denormal numbers, which
// rounding keeps from ever reaching zero and which many processors handle slowly. They are set to
// zero once they are too small to move any weight.
export const NEGLIGIBLE_MEAN: f32 = 1e-32;
export const NEGLIGIBLE_SQUARE: f32 = 1e-37;

export function withoutNegligible(x: v128, limit: f32): v128 {
  // Not f32x4.abs, whose constant V8 makes anew each time.
  const magnitude = v128.and(x, i32x4.splat(0x7fffffff));
  return v128.andnot(x, f32x4.lt(magnitude, f32x4.splat(limit)));
}

// `last` is the number of values of a vector that ends the array, 0 for a whole vector; a constant 0
// where a body is inlined costs nothing.
export class Vector {
  /** The 4 values at `from`, or `last` of them and zeros. */
  @inline
  static load(from: usize, last: i32): v128 {
    return last ? loadRest(from, last) : v128.load(from);
  }

  /** Stores 4 values, or `last` of them. */
  @inline
  static store(to: usize, v: v128, last: i32): void {
    if (last) storeRest(to, v, last);
    else v128.store(to, v);
  }

  /** The 4 words of a mask, all ones if there is none (0). */
  @inline
  static mask(mask: usize, i: usize, last: i32): v128 {
    return mask ? Vector.load(mask + i, last) : i32x4.splat(-1);
  }
}

function loadRest(from: usize, last: i32): v128 {
  let v = v128.load32_zero(from);
  if (last > 1) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (last > 2) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

function storeRest(to: usize, v: v128, last: i32): void {
  store<f32>(to, f32x4.extract_lane(v, 0));
  if (last > 1) store<f32>(to, f32x4.extract_lane(v, 1), 4);
  if (last > 2) store<f32>(to, f32x4.extract_lane(v, 2), 8);
}
