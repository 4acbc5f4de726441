// What a dense layer does besides its matrix product; rows are features, columns are examples.

/** y += bias (0 for none), then y = max(0, y) where `rectify`; NaNs stay NaNs. */
export function addBias(
  features: i32,
  bias: usize,
  y: usize,
  stride: usize,
  lanes: i32,
  rectify: bool,
): void {
  const zero = f32x4.splat(0);
  for (; features > 0; features--) {
    const b = bias ? v128.load32_splat(bias) : zero;
    const end = y + ((<usize>lanes) << 2);
    if (rectify) {
      // pmax(a, 0) is a < 0 ? 0 : a, so that a network that has diverged does not look healthy.
      for (let p = y; p < end; p += 16) {
        v128.store(p, f32x4.pmax(f32x4.add(v128.load(p), b), zero));
      }
    } else {
      for (let p = y; p < end; p += 16) v128.store(p, f32x4.add(v128.load(p), b));
    }
    if (bias) bias += 4;
    y += stride;
  }
}

/** y = max(0, y). */
export function relu(features: i32, y: usize, stride: usize, lanes: i32): void {
  const zero = f32x4.splat(0);
  for (; features > 0; features--) {
    const end = y + ((<usize>lanes) << 2);
    for (let p = y; p < end; p += 16) v128.store(p, f32x4.pmax(v128.load(p), zero));
    y += stride;
  }
}

/** dy = 0 where y = 0 if `rectify`; then the bias gradient (0 for none): the sum of each row of dy. */
export function biasGradient(
  features: i32,
  y: usize,
  dy: usize,
  stride: usize,
  lanes: i32,
  rectify: bool,
  gradient: usize,
): void {
  const zero = f32x4.splat(0);
  for (; features > 0; features--) {
    let sum = zero;
    const bytes = (<usize>lanes) << 2;
    if (rectify) {
      for (let i: usize = 0; i < bytes; i += 16) {
        const d = v128.andnot(v128.load(dy + i), f32x4.le(v128.load(y + i), zero));
        v128.store(dy + i, d);
        sum = f32x4.add(sum, d);
      }
    } else {
      for (let i: usize = 0; i < bytes; i += 16) sum = f32x4.add(sum, v128.load(dy + i));
    }
    if (gradient) {
      store<f32>(
        gradient,
        f32x4.extract_lane(sum, 0) +
          f32x4.extract_lane(sum, 1) +
          (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)),
      );
      gradient += 4;
    }
    y += stride;
    dy += stride;
  }
}
