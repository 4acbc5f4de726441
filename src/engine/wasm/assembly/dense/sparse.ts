// Products with a sparse matrix in compressed rows: row r has the entries starts[r] to
// starts[r + 1] - 1; entry i has a value and the byte offset of the row of x that it multiplies.
//
// The columns (examples) are processed in chunks of 1 to 5 vectors that stay in registers while the
// entries of a row go by. The chunks are as equal as they can be: 15 vectors (a batch of 60) are
// three chunks of 5, 16 are four of 4.

const WIDEST_CHUNK = 5;

/**
 * y = S x, plus bias if there is one (not 0), added to y if `accumulate`, rectified if asked; `lanes`
 * columns are computed.
 */
export function sparseMultiply(
  rows: i32,
  starts: usize,
  offsets: usize,
  values: usize,
  bias: usize,
  x: usize,
  y: usize,
  stride: usize,
  lanes: i32,
  rectify: bool,
  accumulate: bool,
): void {
  let vectors = lanes >> 2;
  let chunks = (vectors + WIDEST_CHUNK - 1) / WIDEST_CHUNK;
  for (; chunks > 0; chunks--) {
    const width = (vectors + chunks - 1) / chunks;
    if (width == 5)
      Chunk.multiply(5, rows, starts, offsets, values, bias, x, y, stride, rectify, accumulate);
    else if (width == 4)
      Chunk.multiply(4, rows, starts, offsets, values, bias, x, y, stride, rectify, accumulate);
    else if (width == 3)
      Chunk.multiply(3, rows, starts, offsets, values, bias, x, y, stride, rectify, accumulate);
    else if (width == 2)
      Chunk.multiply(2, rows, starts, offsets, values, bias, x, y, stride, rectify, accumulate);
    else Chunk.multiply(1, rows, starts, offsets, values, bias, x, y, stride, rectify, accumulate);
    x += (<usize>width) << 4;
    y += (<usize>width) << 4;
    vectors -= width;
  }
}

/**
 * The gradient at the entries of S: g = the dot product of dy's and x's rows over `lanes` columns.
 *
 * `partial` (16 bytes per entry) collects one sum per vector lane over the chunks.
 */
export function sparseWeightGradient(
  rows: i32,
  entries: i32,
  starts: usize,
  offsets: usize,
  x: usize,
  dy: usize,
  stride: usize,
  lanes: i32,
  partial: usize,
  gradient: usize,
): void {
  let vectors = lanes >> 2;
  let chunks = (vectors + WIDEST_CHUNK - 1) / WIDEST_CHUNK;
  let add = false;
  for (; chunks > 0; chunks--) {
    const width = (vectors + chunks - 1) / chunks;
    if (width == 5) Chunk.dot(5, rows, starts, offsets, x, dy, stride, partial, add);
    else if (width == 4) Chunk.dot(4, rows, starts, offsets, x, dy, stride, partial, add);
    else if (width == 3) Chunk.dot(3, rows, starts, offsets, x, dy, stride, partial, add);
    else if (width == 2) Chunk.dot(2, rows, starts, offsets, x, dy, stride, partial, add);
    else Chunk.dot(1, rows, starts, offsets, x, dy, stride, partial, add);
    x += (<usize>width) << 4;
    dy += (<usize>width) << 4;
    vectors -= width;
    add = true;
  }
  sumLanes(entries, partial, gradient);
}

/** target[i] = source[indices[i]], for 4-byte values. */
export function permute(count: i32, source: usize, indices: usize, target: usize): void {
  for (; count >= 4; count -= 4) {
    const a = load<f32>(source + ((<usize>load<u32>(indices)) << 2));
    const b = load<f32>(source + ((<usize>load<u32>(indices, 4)) << 2));
    const c = load<f32>(source + ((<usize>load<u32>(indices, 8)) << 2));
    const d = load<f32>(source + ((<usize>load<u32>(indices, 12)) << 2));
    store<f32>(target, a);
    store<f32>(target, b, 4);
    store<f32>(target, c, 8);
    store<f32>(target, d, 12);
    indices += 16;
    target += 16;
  }
  for (; count > 0; count--) {
    store<f32>(target, load<f32>(source + ((<usize>load<u32>(indices)) << 2)));
    indices += 4;
    target += 4;
  }
}

/** gradient[i] = the sum of the 4 lanes of partial[i]. */
export function sumLanes(count: i32, partial: usize, gradient: usize): void {
  for (; count >= 4; count -= 4) {
    const a = v128.load(partial);
    const b = v128.load(partial, 16);
    const c = v128.load(partial, 32);
    const d = v128.load(partial, 48);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const lanes01 = f32x4.add(
      v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5),
      v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7),
    );
    const lanes23 = f32x4.add(
      v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5),
      v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7),
    );
    v128.store(gradient, f32x4.add(lanes01, lanes23));
    partial += 64;
    gradient += 16;
  }
  for (; count > 0; count--) {
    const low = load<f32>(partial) + load<f32>(partial, 4);
    const high = load<f32>(partial, 8) + load<f32>(partial, 12);
    store<f32>(gradient, low + high);
    partial += 16;
    gradient += 4;
  }
}

// One text for the five widths: `width` is a constant where a body is inlined, and the compiler
// drops the vectors beyond it. (Only methods may be marked for inlining, hence the class.)
class Chunk {
  @inline
  static multiply(
    width: i32,
    rows: i32,
    starts: usize,
    offsets: usize,
    values: usize,
    bias: usize,
    x: usize,
    y: usize,
    stride: usize,
    rectify: bool,
    accumulate: bool,
  ): void {
    const zero = f32x4.splat(0);
    let start = load<u32>(starts);
    for (; rows > 0; rows--) {
      starts += 4;
      const end = load<u32>(starts);
      let y0 = bias ? v128.load32_splat(bias) : zero;
      let y1 = y0;
      let y2 = y0;
      let y3 = y0;
      let y4 = y0;
      if (accumulate) {
        y0 = f32x4.add(y0, v128.load(y));
        if (width > 1) y1 = f32x4.add(y1, v128.load(y, 16));
        if (width > 2) y2 = f32x4.add(y2, v128.load(y, 32));
        if (width > 3) y3 = f32x4.add(y3, v128.load(y, 48));
        if (width > 4) y4 = f32x4.add(y4, v128.load(y, 64));
      }
      for (let entries = end - start; entries > 0; entries--) {
        const row = x + <usize>load<u32>(offsets);
        const w = v128.load32_splat(values);
        y0 = f32x4.add(y0, f32x4.mul(w, v128.load(row)));
        if (width > 1) y1 = f32x4.add(y1, f32x4.mul(w, v128.load(row, 16)));
        if (width > 2) y2 = f32x4.add(y2, f32x4.mul(w, v128.load(row, 32)));
        if (width > 3) y3 = f32x4.add(y3, f32x4.mul(w, v128.load(row, 48)));
        if (width > 4) y4 = f32x4.add(y4, f32x4.mul(w, v128.load(row, 64)));
        offsets += 4;
        values += 4;
      }
      if (rectify) {
        y0 = f32x4.pmax(y0, zero);
        if (width > 1) y1 = f32x4.pmax(y1, zero);
        if (width > 2) y2 = f32x4.pmax(y2, zero);
        if (width > 3) y3 = f32x4.pmax(y3, zero);
        if (width > 4) y4 = f32x4.pmax(y4, zero);
      }
      v128.store(y, y0);
      if (width > 1) v128.store(y, y1, 16);
      if (width > 2) v128.store(y, y2, 32);
      if (width > 3) v128.store(y, y3, 48);
      if (width > 4) v128.store(y, y4, 64);
      start = end;
      if (bias) bias += 4;
      y += stride;
    }
  }

  @inline
  static dot(
    width: i32,
    rows: i32,
    starts: usize,
    offsets: usize,
    x: usize,
    dy: usize,
    stride: usize,
    partial: usize,
    add: bool,
  ): void {
    const zero = f32x4.splat(0);
    let start = load<u32>(starts);
    for (; rows > 0; rows--) {
      starts += 4;
      const end = load<u32>(starts);
      const d0 = v128.load(dy);
      const d1 = width > 1 ? v128.load(dy, 16) : zero;
      const d2 = width > 2 ? v128.load(dy, 32) : zero;
      const d3 = width > 3 ? v128.load(dy, 48) : zero;
      const d4 = width > 4 ? v128.load(dy, 64) : zero;
      for (let entries = end - start; entries > 0; entries--) {
        const row = x + <usize>load<u32>(offsets);
        let even = f32x4.mul(d0, v128.load(row));
        if (width > 2) even = f32x4.add(even, f32x4.mul(d2, v128.load(row, 32)));
        if (width > 4) even = f32x4.add(even, f32x4.mul(d4, v128.load(row, 64)));
        if (width > 1) {
          let odd = f32x4.mul(d1, v128.load(row, 16));
          if (width > 3) odd = f32x4.add(odd, f32x4.mul(d3, v128.load(row, 48)));
          even = f32x4.add(even, odd);
        }
        v128.store(partial, add ? f32x4.add(v128.load(partial), even) : even);
        offsets += 4;
        partial += 16;
      }
      start = end;
      dy += stride;
    }
  }
}
