// Filters of Winograd's algorithm, four output channels at a time: packed [outputs / 4][9 taps]
// [inputs][4] as by `packWeights`, transformed [36][outputs / 4][inputs][4].

/** G g G^T; `buffer` has room for 18 vectors. */
export function winogradFilters(
  inputs: i32,
  tiles: i32,
  packed: usize,
  filters: usize,
  buffer: usize,
): void {
  const tapBytes = (<usize>inputs) << 4;
  const planeBytes = <usize>tiles * tapBytes;
  for (; tiles > 0; tiles--) {
    for (let input: i32 = 0; input < inputs; input++) {
      for (let column: usize = 0; column < 3; column++) {
        Filter.expand(packed + column * tapBytes, 3 * tapBytes, buffer + (column << 4), 48);
      }
      for (let row: usize = 0; row < 6; row++) {
        Filter.expand(buffer + row * 48, 16, filters + row * 6 * planeBytes, planeBytes);
      }
      packed += 16;
      filters += 16;
    }
    packed += 8 * tapBytes;
  }
}

/** G^T u G, from gradients of transformed filters to packed ones; `buffer` has room for 18 vectors. */
export function winogradFilterGradients(
  inputs: i32,
  tiles: i32,
  filters: usize,
  packed: usize,
  buffer: usize,
): void {
  const tapBytes = (<usize>inputs) << 4;
  const planeBytes = <usize>tiles * tapBytes;
  for (; tiles > 0; tiles--) {
    for (let input: i32 = 0; input < inputs; input++) {
      for (let column: usize = 0; column < 6; column++) {
        Filter.contract(filters + column * planeBytes, 6 * planeBytes, buffer + (column << 4), 96);
      }
      for (let row: usize = 0; row < 3; row++) {
        Filter.contract(buffer + row * 96, 16, packed + row * 3 * tapBytes, tapBytes);
      }
      packed += 16;
      filters += 16;
    }
    packed += 8 * tapBytes;
  }
}

class Filter {
  /** G, from 3 points to 6. */
  @inline
  static expand(from: usize, fromStep: usize, to: usize, toStep: usize): void {
    const sixth = f32x4.splat(1.0 / 6.0);
    const g0 = v128.load(from);
    const g1 = v128.load(from + fromStep);
    const g2 = v128.load(from + 2 * fromStep);
    const ends = f32x4.add(g0, g2);
    const far = f32x4.add(f32x4.mul(f32x4.splat(1.0 / 24.0), g0), f32x4.mul(sixth, g2));
    const middle = f32x4.mul(f32x4.splat(1.0 / 12.0), g1);
    v128.store(to, f32x4.mul(f32x4.splat(0.25), g0));
    v128.store(to + toStep, f32x4.neg(f32x4.mul(sixth, f32x4.add(ends, g1))));
    v128.store(to + 2 * toStep, f32x4.neg(f32x4.mul(sixth, f32x4.sub(ends, g1))));
    v128.store(to + 3 * toStep, f32x4.add(far, middle));
    v128.store(to + 4 * toStep, f32x4.sub(far, middle));
    v128.store(to + 5 * toStep, g2);
  }

  /** G^T, from 6 points to 3. */
  @inline
  static contract(from: usize, fromStep: usize, to: usize, toStep: usize): void {
    const sixth = f32x4.splat(1.0 / 6.0);
    const u0 = v128.load(from);
    const u1 = v128.load(from + fromStep);
    const u2 = v128.load(from + 2 * fromStep);
    const u3 = v128.load(from + 3 * fromStep);
    const u4 = v128.load(from + 4 * fromStep);
    const u5 = v128.load(from + 5 * fromStep);
    const near = f32x4.mul(sixth, f32x4.add(u1, u2));
    const far = f32x4.add(u3, u4);
    const first = f32x4.add(
      f32x4.mul(f32x4.splat(0.25), u0),
      f32x4.mul(f32x4.splat(1.0 / 24.0), far),
    );
    const second = f32x4.mul(f32x4.splat(1.0 / 12.0), f32x4.sub(u3, u4));
    v128.store(to, f32x4.sub(first, near));
    v128.store(to + toStep, f32x4.add(f32x4.mul(sixth, f32x4.sub(u2, u1)), second));
    v128.store(to + 2 * toStep, f32x4.add(f32x4.sub(f32x4.mul(sixth, far), near), u5));
  }
}
