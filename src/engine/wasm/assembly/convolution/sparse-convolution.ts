// Convolutions with sparse weights on blocks of 16 examples; see tensor.ts for the layout.
//
// A sparse matrix in compressed rows stands for the weights: row r, an output channel, has the
// entries starts[r] to starts[r + 1] - 1. The offset of an entry is the distance in bytes from the
// first pixel that an output pixel sees to the row (channel of a pixel) that the entry multiplies, so
// that the same offsets serve every output pixel, and a gather is all there is to a convolution.
//
// Loads are the limit: a row of 16 examples takes four loads for four multiplications. So entries
// are taken by twos, which share one load for their weights (or for their sums of gradients).

const ROW_BYTES: usize = 64;

/**
 * y = S x for one block, plus bias if there is one (not 0), added to y if `accumulate`, rectified if
 * asked.
 *
 * x points to the first pixel that the first output pixel sees, and moves by `xPixel` and `xLine`
 * from output pixel to output pixel and from line to line; what a line of output pixels sees ends
 * before x + reach. y moves by `yPixel` and `yLine`.
 */
export function sparseConvolve(
  rows: i32,
  starts: usize,
  offsets: usize,
  values: usize,
  bias: usize,
  height: i32,
  width: i32,
  x: usize,
  xLine: usize,
  xPixel: usize,
  reach: usize,
  y: usize,
  yLine: usize,
  yPixel: usize,
  vectors: i32,
  rectify: bool,
  accumulate: bool,
): void {
  const first = (<usize>load<u32>(starts)) << 2;
  offsets += first;
  values += first;
  let touched: usize = 0;
  for (; height > 0; height--) {
    touch(max(x, touched), x + reach);
    touched = x + reach;
    let input = x;
    let output = y;
    for (let pixel = width; pixel > 0; pixel--) {
      if (vectors == 4)
        Pixel.multiply(4, rows, starts, offsets, values, bias, input, output, rectify, accumulate);
      else if (vectors == 3)
        Pixel.multiply(3, rows, starts, offsets, values, bias, input, output, rectify, accumulate);
      else if (vectors == 2)
        Pixel.multiply(2, rows, starts, offsets, values, bias, input, output, rectify, accumulate);
      else
        Pixel.multiply(1, rows, starts, offsets, values, bias, input, output, rectify, accumulate);
      input += xPixel;
      output += yPixel;
    }
    x += xLine;
    y += yLine;
  }
}

/**
 * Loads something of every cache line from `from` up to `to`.
 *
 * The entries ask for cache lines in no order, which the processor cannot foresee; one after the
 * other they come from memory several times faster. (A load traps where there is no memory, so no
 * compiler may drop it.)
 */
export function touch(from: usize, to: usize): void {
  for (; from < to; from += ROW_BYTES) load<u32>(from);
}

// One text for blocks with 1 to 4 vectors in use: `vectors` is a constant where a body is inlined,
// and the compiler drops the vectors beyond it. (Only methods may be marked for inlining, hence the
// class.)
class Pixel {
  /** All output channels of one pixel. */
  @inline
  static multiply(
    vectors: i32,
    rows: i32,
    starts: usize,
    offsets: usize,
    values: usize,
    bias: usize,
    x: usize,
    y: usize,
    rectify: bool,
    accumulate: bool,
  ): void {
    const zero = f32x4.splat(0);
    const end = y + <usize>rows * ROW_BYTES;
    let start = load<u32>(starts);
    while (y < end) {
      starts += 4;
      const next = load<u32>(starts);
      let entries = <i32>(next - start);
      start = next;
      let y0 = bias ? v128.load32_splat(bias) : zero;
      let y1 = y0;
      let y2 = y0;
      let y3 = y0;
      if (accumulate) {
        y0 = f32x4.add(y0, v128.load(y));
        if (vectors > 1) y1 = f32x4.add(y1, v128.load(y, 16));
        if (vectors > 2) y2 = f32x4.add(y2, v128.load(y, 32));
        if (vectors > 3) y3 = f32x4.add(y3, v128.load(y, 48));
      }
      for (; entries > 1; entries -= 2) {
        const p = x + <usize>load<u32>(offsets);
        const q = x + <usize>load<u32>(offsets, 4);
        const both = v128.load64_zero(values);
        const v = v128.shuffle<f32>(both, both, 0, 0, 0, 0);
        const w = v128.shuffle<f32>(both, both, 1, 1, 1, 1);
        y0 = f32x4.add(y0, Pixel.two(v, p, w, q, 0));
        if (vectors > 1) y1 = f32x4.add(y1, Pixel.two(v, p, w, q, 16));
        if (vectors > 2) y2 = f32x4.add(y2, Pixel.two(v, p, w, q, 32));
        if (vectors > 3) y3 = f32x4.add(y3, Pixel.two(v, p, w, q, 48));
        offsets += 8;
        values += 8;
      }
      if (entries > 0) {
        const p = x + <usize>load<u32>(offsets);
        const w = v128.load32_splat(values);
        y0 = f32x4.add(y0, f32x4.mul(w, v128.load(p)));
        if (vectors > 1) y1 = f32x4.add(y1, f32x4.mul(w, v128.load(p, 16)));
        if (vectors > 2) y2 = f32x4.add(y2, f32x4.mul(w, v128.load(p, 32)));
        if (vectors > 3) y3 = f32x4.add(y3, f32x4.mul(w, v128.load(p, 48)));
        offsets += 4;
        values += 4;
      }
      if (rectify) {
        y0 = f32x4.pmax(y0, zero);
        if (vectors > 1) y1 = f32x4.pmax(y1, zero);
        if (vectors > 2) y2 = f32x4.pmax(y2, zero);
        if (vectors > 3) y3 = f32x4.pmax(y3, zero);
      }
      v128.store(y, y0);
      if (vectors > 1) v128.store(y, y1, 16);
      if (vectors > 2) v128.store(y, y2, 32);
      if (vectors > 3) v128.store(y, y3, 48);
      if (bias) bias += 4;
      y += ROW_BYTES;
    }
  }

  /** v times the vector at p plus w times the one at q, both moved by `at`. */
  @inline
  static two(v: v128, p: usize, w: v128, q: usize, at: usize): v128 {
    return f32x4.add(f32x4.mul(v, v128.load(p + at)), f32x4.mul(w, v128.load(q + at)));
  }
}
