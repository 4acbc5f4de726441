// The gradient of a convolution at its surviving weights; see sparse-convolution.ts.
import { touch } from './sparse-convolution';

const ROW_BYTES: usize = 64;

/**
 * Adds to `partial` what one block contributes to the gradient at the entries: for entry e of row k,
 * the sum over output pixels p and examples of dy[p][k] x[p + offset of e].
 *
 * `partial` holds 16 bytes for every two entries of a row, two sums each, and 16 for a last single
 * one, four sums; `sumPairs` makes the gradient of them. The other arguments are `sparseConvolve`'s.
 */
export function sparseConvolutionGradient(
  rows: i32,
  starts: usize,
  offsets: usize,
  height: i32,
  width: i32,
  x: usize,
  xLine: usize,
  xPixel: usize,
  reach: usize,
  dy: usize,
  dyLine: usize,
  dyPixel: usize,
  vectors: i32,
  partial: usize,
): void {
  let touched: usize = 0;
  for (; height > 0; height--) {
    touch(max(x, touched), x + reach);
    touched = x + reach;
    let input = x;
    let gradient = dy;
    for (let pixel = width; pixel > 0; pixel--) {
      if (vectors == 4) Pixel.dot(4, rows, starts, offsets, input, gradient, partial);
      else if (vectors == 3) Pixel.dot(3, rows, starts, offsets, input, gradient, partial);
      else if (vectors == 2) Pixel.dot(2, rows, starts, offsets, input, gradient, partial);
      else Pixel.dot(1, rows, starts, offsets, input, gradient, partial);
      input += xPixel;
      gradient += dyPixel;
    }
    x += xLine;
    dy += dyLine;
  }
}

/** The gradient at the entries, from the sums that `sparseConvolutionGradient` has collected. */
export function sumPairs(rows: i32, starts: usize, partial: usize, gradient: usize): void {
  let start = load<u32>(starts);
  for (; rows > 0; rows--) {
    starts += 4;
    const end = load<u32>(starts);
    let entries = <i32>(end - start);
    for (; entries > 1; entries -= 2) {
      store<f32>(gradient, load<f32>(partial) + load<f32>(partial, 4));
      store<f32>(gradient, load<f32>(partial, 8) + load<f32>(partial, 12), 4);
      partial += 16;
      gradient += 8;
    }
    if (entries > 0) {
      const low = load<f32>(partial) + load<f32>(partial, 4);
      const high = load<f32>(partial, 8) + load<f32>(partial, 12);
      store<f32>(gradient, low + high);
      partial += 16;
      gradient += 4;
    }
    start = end;
  }
}

// See the class in sparse-convolution.ts.
class Pixel {
  /** What one output pixel contributes to all gradients. */
  @inline
  static dot(
    vectors: i32,
    rows: i32,
    starts: usize,
    offsets: usize,
    x: usize,
    dy: usize,
    partial: usize,
  ): void {
    const zero = f32x4.splat(0);
    const end = dy + <usize>rows * ROW_BYTES;
    let start = load<u32>(starts);
    while (dy < end) {
      starts += 4;
      const next = load<u32>(starts);
      let entries = <i32>(next - start);
      start = next;
      const d0 = v128.load(dy);
      const d1 = vectors > 1 ? v128.load(dy, 16) : zero;
      const d2 = vectors > 2 ? v128.load(dy, 32) : zero;
      const d3 = vectors > 3 ? v128.load(dy, 48) : zero;
      for (; entries > 1; entries -= 2) {
        const a = Pixel.products(vectors, d0, d1, d2, d3, x + <usize>load<u32>(offsets));
        const b = Pixel.products(vectors, d0, d1, d2, d3, x + <usize>load<u32>(offsets, 4));
        const low = v128.shuffle<f32>(a, b, 0, 1, 4, 5);
        const high = v128.shuffle<f32>(a, b, 2, 3, 6, 7);
        v128.store(partial, f32x4.add(v128.load(partial), f32x4.add(low, high)));
        offsets += 8;
        partial += 16;
      }
      if (entries > 0) {
        const a = Pixel.products(vectors, d0, d1, d2, d3, x + <usize>load<u32>(offsets));
        v128.store(partial, f32x4.add(v128.load(partial), a));
        offsets += 4;
        partial += 16;
      }
      dy += ROW_BYTES;
    }
  }

  /** The sum of the products of the d's and the row at x, lane by lane. */
  @inline
  static products(vectors: i32, d0: v128, d1: v128, d2: v128, d3: v128, x: usize): v128 {
    let low = f32x4.mul(d0, v128.load(x));
    if (vectors > 1) low = f32x4.add(low, f32x4.mul(d1, v128.load(x, 16)));
    if (vectors < 3) return low;
    let high = f32x4.mul(d2, v128.load(x, 32));
    if (vectors > 3) high = f32x4.add(high, f32x4.mul(d3, v128.load(x, 48)));
    return f32x4.add(low, high);
  }
}
