// The sums that the backward pass of batch normalisation needs; for constants and geometry see
// batch-norm.ts.
import { sumOfLanes } from './batch-statistics';

const MEAN = 0;
const FACTOR = 4;
const SHIFT = 8;

// A record of 64 bytes per channel; batch-norm-gradient.ts uses its second half.
const SUM = 0; // per vector lane, of the gradient d
const PRODUCTS = 16; // per vector lane, of d (x - mean)
const TOTAL_SUM = 32; // f64, of the lines before
const TOTAL_PRODUCTS = 40; // f64
const RECORD_BYTES = 64;

/** Pixels that are summed in single precision. */
const MOST_PENDING = 128;

/**
 * The sums over d of one block, where d is dy, but 0 where the output was rectified if `rectify`:
 * where y is 0 or, if there is no y (0), where factor (x - mean) + shift is not positive.
 *
 * With y, which means a residual, d is also written to dr, or added to it if `adds` (0: nobody wants
 * it); unless dr holds d afterwards, d takes the place of dy.
 */
export function normGradientSums(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  yLine: usize,
  y: usize,
  dyLine: usize,
  dy: usize,
  drLine: usize,
  dr: usize,
  adds: bool,
  vectors: i32,
  constants: usize,
  rectify: bool,
  records: usize,
): void {
  const bytes = (<usize>vectors) << 4;
  let pending: i32 = 0;
  for (; height > 0; height--) {
    if (y) maskLine(channels, width, channelBytes, pixelBytes, y, dy, dr, adds, bytes, rectify);
    const d = y && dr && !adds ? dr : dy;
    const byInput = rectify && !y;
    if (vectors == 4 && byInput) {
      Sums.line(
        true,
        true,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        64,
        constants,
        records,
      );
    } else if (vectors == 4) {
      Sums.line(
        true,
        false,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        64,
        constants,
        records,
      );
    } else {
      Sums.line(
        false,
        byInput,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        bytes,
        constants,
        records,
      );
    }
    pending += width;
    if (pending >= MOST_PENDING || height == 1) {
      flush(channels, records);
      pending = 0;
    }
    x += xLine;
    dy += dyLine;
    if (y) y += yLine;
    if (dr) dr += drLine;
  }
}

/** d = dy where y > 0 (everywhere unless `rectify`): to dr, and back to dy where dr does not hold it. */
function maskLine(
  channels: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  y: usize,
  dy: usize,
  dr: usize,
  adds: bool,
  bytes: usize,
  rectify: bool,
): void {
  if (!rectify && !dr) return;
  if (bytes == channelBytes && pixelBytes == <usize>channels * channelBytes) {
    maskRun(y, dy, dr, adds, <usize>width * pixelBytes, rectify); // without gaps
    return;
  }
  for (; width > 0; width--) {
    let at: usize = 0;
    for (let channel: i32 = 0; channel < channels; channel++) {
      maskRun(y + at, dy + at, dr ? dr + at : 0, adds, bytes, rectify);
      at += channelBytes;
    }
    y += pixelBytes;
    dy += pixelBytes;
    if (dr) dr += pixelBytes;
  }
}

function maskRun(y: usize, dy: usize, dr: usize, adds: bool, bytes: usize, rectify: bool): void {
  const zero = f32x4.splat(0);
  const back = rectify && (!dr || adds);
  for (let i: usize = 0; i < bytes; i += 16) {
    let d = v128.load(dy + i);
    if (rectify) d = v128.andnot(d, f32x4.le(v128.load(y + i), zero));
    if (back) v128.store(dy + i, d);
    if (dr) v128.store(dr + i, adds ? f32x4.add(v128.load(dr + i), d) : d);
  }
}

/** Adds the sums per lane to the totals and clears them. */
function flush(channels: i32, records: usize): void {
  const zero = f32x4.splat(0);
  for (; channels > 0; channels--) {
    const sum = load<f64>(records, TOTAL_SUM) + sumOfLanes(v128.load(records, SUM));
    const products = load<f64>(records, TOTAL_PRODUCTS) + sumOfLanes(v128.load(records, PRODUCTS));
    store<f64>(records, sum, TOTAL_SUM);
    store<f64>(records, products, TOTAL_PRODUCTS);
    v128.store(records, zero, SUM);
    v128.store(records, zero, PRODUCTS);
    records += RECORD_BYTES;
  }
}

// `full` (all 16 lanes of a block) and `byInput` are constants where a body is inlined.
class Sums {
  /** d, or 0 where the normalised x is not positive if `byInput`. */
  @inline
  static masked(byInput: bool, d: v128, x: v128, mean: v128, factor: v128, shift: v128): v128 {
    if (!byInput) return d;
    return v128.andnot(
      d,
      f32x4.le(f32x4.add(f32x4.mul(f32x4.sub(x, mean), factor), shift), f32x4.splat(0)),
    );
  }

  @inline
  static line(
    full: bool,
    byInput: bool,
    channels: i32,
    width: i32,
    channelBytes: usize,
    pixelBytes: usize,
    x: usize,
    d: usize,
    bytes: usize,
    constants: usize,
    records: usize,
  ): void {
    const end = constants + ((<usize>channels) << 4);
    for (; width > 0; width--) {
      let at: usize = 0;
      let record = records;
      for (let c = constants; c < end; c += 16) {
        const mean = v128.load32_splat(c, MEAN);
        const factor = byInput ? v128.load32_splat(c, FACTOR) : mean;
        const shift = byInput ? v128.load32_splat(c, SHIFT) : mean;
        let sum = v128.load(record, SUM);
        let products = v128.load(record, PRODUCTS);
        if (full) {
          const x0 = v128.load(x + at);
          const x1 = v128.load(x + at, 16);
          const x2 = v128.load(x + at, 32);
          const x3 = v128.load(x + at, 48);
          const d0 = Sums.masked(byInput, v128.load(d + at), x0, mean, factor, shift);
          const d1 = Sums.masked(byInput, v128.load(d + at, 16), x1, mean, factor, shift);
          const d2 = Sums.masked(byInput, v128.load(d + at, 32), x2, mean, factor, shift);
          const d3 = Sums.masked(byInput, v128.load(d + at, 48), x3, mean, factor, shift);
          sum = f32x4.add(sum, f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3)));
          const low = f32x4.add(
            f32x4.mul(d0, f32x4.sub(x0, mean)),
            f32x4.mul(d1, f32x4.sub(x1, mean)),
          );
          const high = f32x4.add(
            f32x4.mul(d2, f32x4.sub(x2, mean)),
            f32x4.mul(d3, f32x4.sub(x3, mean)),
          );
          products = f32x4.add(products, f32x4.add(low, high));
        } else {
          for (let i = at; i < at + bytes; i += 16) {
            const xi = v128.load(x + i);
            const di = Sums.masked(byInput, v128.load(d + i), xi, mean, factor, shift);
            sum = f32x4.add(sum, di);
            products = f32x4.add(products, f32x4.mul(di, f32x4.sub(xi, mean)));
          }
        }
        v128.store(record, sum, SUM);
        v128.store(record, products, PRODUCTS);
        record += RECORD_BYTES;
        at += channelBytes;
      }
      x += pixelBytes;
      d += pixelBytes;
    }
  }
}
