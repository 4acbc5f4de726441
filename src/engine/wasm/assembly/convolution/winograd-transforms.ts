// The transforms of Winograd's algorithm F(4x4, 3x3) (Lavin & Gray 2016), on rows of 16 examples:
// Y = A^T [(G g G^T) * (B^T d B)] A for tiles of 6x6 inputs d, 4x4 outputs Y and filters g.
//
// The 36 products of a tile lie in 36 planes, each [tile][channel][16]; `pitch` is from tile to tile.
import { ROW_BYTES } from './tile';

/** B^T d B, from 6x6 pixels of x to the planes of one tile; `buffer` has 36 rows. */
export function transformInput(
  channels: i32,
  x: usize,
  xPixel: usize,
  xLine: usize,
  planes: usize,
  planeBytes: usize,
  rowBytes: usize,
  buffer: usize,
): void {
  for (; channels > 0; channels--) {
    for (let column: usize = 0; column < 6; column++) {
      const from = x + column * xPixel;
      const to = buffer + column * ROW_BYTES;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.input(from + i, xLine, to + i, 6 * ROW_BYTES);
      }
    }
    for (let row: usize = 0; row < 6; row++) {
      const from = buffer + row * 6 * ROW_BYTES;
      const to = planes + row * 6 * planeBytes;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.input(from + i, ROW_BYTES, to + i, planeBytes);
      }
    }
    x += ROW_BYTES;
    planes += ROW_BYTES;
  }
}

/** A^T m A, from the planes of one tile to 4x4 pixels of y; ends like `correlateLine`. */
export function transformOutput(
  channels: i32,
  planes: usize,
  planeBytes: usize,
  y: usize,
  yPixel: usize,
  yLine: usize,
  rowBytes: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
  buffer: usize,
): void {
  const zero = f32x4.splat(0);
  for (; channels > 0; channels--) {
    const b = bias ? v128.load32_splat(bias) : zero;
    for (let column: usize = 0; column < 6; column++) {
      const from = planes + column * planeBytes;
      const to = buffer + column * ROW_BYTES;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.output(from + i, 6 * planeBytes, to + i, 6 * ROW_BYTES, zero, false, false);
      }
    }
    for (let row: usize = 0; row < 4; row++) {
      const from = buffer + row * 6 * ROW_BYTES;
      const to = y + row * yLine;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.output(from + i, ROW_BYTES, to + i, yPixel, b, accumulate, rectify);
      }
    }
    if (bias) bias += 4;
    y += ROW_BYTES;
    planes += ROW_BYTES;
  }
}

/** A dY A^T, from 4x4 pixels of dy to the planes of one tile. */
export function transformGradient(
  channels: i32,
  dy: usize,
  yPixel: usize,
  yLine: usize,
  planes: usize,
  planeBytes: usize,
  rowBytes: usize,
  buffer: usize,
): void {
  for (; channels > 0; channels--) {
    for (let column: usize = 0; column < 4; column++) {
      const from = dy + column * yPixel;
      const to = buffer + column * ROW_BYTES;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.gradient(from + i, yLine, to + i, 4 * ROW_BYTES);
      }
    }
    for (let row: usize = 0; row < 6; row++) {
      const from = buffer + row * 4 * ROW_BYTES;
      const to = planes + row * 6 * planeBytes;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        Transform.gradient(from + i, ROW_BYTES, to + i, planeBytes);
      }
    }
    dy += ROW_BYTES;
    planes += ROW_BYTES;
  }
}

// One vector of each transform in one dimension; steps in bytes between the points.
class Transform {
  @inline
  static input(from: usize, fromStep: usize, to: usize, toStep: usize): void {
    const two = f32x4.splat(2);
    const four = f32x4.splat(4);
    const five = f32x4.splat(5);
    const d0 = v128.load(from);
    const d1 = v128.load(from + fromStep);
    const d2 = v128.load(from + 2 * fromStep);
    const d3 = v128.load(from + 3 * fromStep);
    const d4 = v128.load(from + 4 * fromStep);
    const d5 = v128.load(from + 5 * fromStep);
    const even = f32x4.sub(d4, f32x4.mul(four, d2));
    const odd = f32x4.sub(d3, f32x4.mul(four, d1));
    const difference = f32x4.sub(d4, d2);
    const twice = f32x4.mul(two, f32x4.sub(d3, d1));
    v128.store(to, f32x4.add(f32x4.sub(f32x4.mul(four, d0), f32x4.mul(five, d2)), d4));
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + 2 * toStep, f32x4.sub(even, odd));
    v128.store(to + 3 * toStep, f32x4.add(difference, twice));
    v128.store(to + 4 * toStep, f32x4.sub(difference, twice));
    v128.store(to + 5 * toStep, f32x4.add(f32x4.sub(f32x4.mul(four, d1), f32x4.mul(five, d3)), d5));
  }

  @inline
  static output(
    from: usize,
    fromStep: usize,
    to: usize,
    toStep: usize,
    bias: v128,
    accumulate: bool,
    rectify: bool,
  ): void {
    const m0 = v128.load(from);
    const m1 = v128.load(from + fromStep);
    const m2 = v128.load(from + 2 * fromStep);
    const m3 = v128.load(from + 3 * fromStep);
    const m4 = v128.load(from + 4 * fromStep);
    const m5 = v128.load(from + 5 * fromStep);
    const sum = f32x4.add(m1, m2);
    const difference = f32x4.sub(m1, m2);
    const sum2 = f32x4.add(m3, m4);
    const difference2 = f32x4.sub(m3, m4);
    let y0 = f32x4.add(f32x4.add(f32x4.add(m0, sum), sum2), bias);
    let y1 = f32x4.add(f32x4.add(difference, f32x4.mul(f32x4.splat(2), difference2)), bias);
    let y2 = f32x4.add(f32x4.add(sum, f32x4.mul(f32x4.splat(4), sum2)), bias);
    let y3 = f32x4.add(
      f32x4.add(f32x4.add(difference, f32x4.mul(f32x4.splat(8), difference2)), m5),
      bias,
    );
    if (accumulate) {
      y0 = f32x4.add(y0, v128.load(to));
      y1 = f32x4.add(y1, v128.load(to + toStep));
      y2 = f32x4.add(y2, v128.load(to + 2 * toStep));
      y3 = f32x4.add(y3, v128.load(to + 3 * toStep));
    }
    if (rectify) {
      const zero = f32x4.splat(0);
      y0 = f32x4.pmax(y0, zero);
      y1 = f32x4.pmax(y1, zero);
      y2 = f32x4.pmax(y2, zero);
      y3 = f32x4.pmax(y3, zero);
    }
    v128.store(to, y0);
    v128.store(to + toStep, y1);
    v128.store(to + 2 * toStep, y2);
    v128.store(to + 3 * toStep, y3);
  }

  @inline
  static gradient(from: usize, fromStep: usize, to: usize, toStep: usize): void {
    const y0 = v128.load(from);
    const y1 = v128.load(from + fromStep);
    const y2 = v128.load(from + 2 * fromStep);
    const y3 = v128.load(from + 3 * fromStep);
    const even = f32x4.add(y0, y2);
    const odd = f32x4.add(y1, y3);
    const even2 = f32x4.add(y0, f32x4.mul(f32x4.splat(4), y2));
    const odd2 = f32x4.add(f32x4.mul(f32x4.splat(2), y1), f32x4.mul(f32x4.splat(8), y3));
    v128.store(to, y0);
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + 2 * toStep, f32x4.sub(even, odd));
    v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
    v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
    v128.store(to + 5 * toStep, y3);
  }
}
