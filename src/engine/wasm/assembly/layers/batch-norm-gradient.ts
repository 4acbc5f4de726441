// The gradients of batch normalisation, from the sums of batch-norm-sums.ts; for constants and
// geometry see batch-norm.ts.
const MEAN = 0;
const FACTOR = 4;
const SHIFT = 8;
const INVERSE_DEVIATION = 12;

// A record of 64 bytes per channel.
const TOTAL_SUM = 32; // f64, of the gradient d
const TOTAL_PRODUCTS = 40; // f64, of d (x - mean)
const SLOPE = 48; // f32
const OFFSET = 52; // f32, both for dx = factor d - slope (x - mean) - offset
const RECORD_BYTES = 64;

/**
 * From the sums of all blocks, the gradients of scale and shift, and the coefficients of dx.
 *
 * With the batch's statistics over `values` values, dx = factor (d - mean(d) - u mean(d u)), where
 * u = (x - mean) / deviation; with running statistics, which are constants, dx = factor d.
 */
export function finishNormGradient(
  channels: i32,
  records: usize,
  values: f64,
  training: bool,
  constants: usize,
  scaleGradient: usize,
  shiftGradient: usize,
): void {
  for (; channels > 0; channels--) {
    const sum = load<f64>(records, TOTAL_SUM);
    const inverse = <f64>load<f32>(constants, INVERSE_DEVIATION);
    const products = load<f64>(records, TOTAL_PRODUCTS) * inverse;
    const factor = <f64>load<f32>(constants, FACTOR);
    store<f32>(shiftGradient, <f32>sum);
    store<f32>(scaleGradient, <f32>products);
    store<f32>(records, training ? <f32>((factor * inverse * products) / values) : 0, SLOPE);
    store<f32>(records, training ? <f32>((factor * sum) / values) : 0, OFFSET);
    records += RECORD_BYTES;
    constants += 16;
    scaleGradient += 4;
    shiftGradient += 4;
  }
}

/**
 * dx = factor d - slope (x - mean) - offset, added to dx if `adds`, and 0 in unused lanes; d is as in
 * `normGradientSums`, but masked already unless `byInput`.
 */
export function normGradient(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  dLine: usize,
  d: usize,
  dxLine: usize,
  dx: usize,
  adds: bool,
  count: i32,
  constants: usize,
  byInput: bool,
  records: usize,
): void {
  for (; height > 0; height--) {
    if (count == 16 && byInput) {
      Gradient.line(
        true,
        true,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        dx,
        adds,
        16,
        constants,
        records,
      );
    } else if (count == 16) {
      Gradient.line(
        true,
        false,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        dx,
        adds,
        16,
        constants,
        records,
      );
    } else {
      Gradient.line(
        false,
        byInput,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        d,
        dx,
        adds,
        count,
        constants,
        records,
      );
    }
    x += xLine;
    d += dLine;
    dx += dxLine;
  }
}

// `full` (all 16 lanes of a block) and `byInput` are constants where a body is inlined.
class Gradient {
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
    dx: usize,
    adds: bool,
    count: i32,
    constants: usize,
    records: usize,
  ): void {
    const end = constants + ((<usize>channels) << 4);
    const whole = (<usize>(count >> 2)) << 4;
    const used = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count & 3));
    for (; width > 0; width--) {
      let at: usize = 0;
      let record = records;
      for (let c = constants; c < end; c += 16) {
        const mean = v128.load32_splat(c, MEAN);
        const factor = v128.load32_splat(c, FACTOR);
        const shift = byInput ? v128.load32_splat(c, SHIFT) : mean;
        const slope = v128.load32_splat(record, SLOPE);
        const offset = v128.load32_splat(record, OFFSET);
        const last = full ? at + 64 : at + whole;
        for (let i = at; i < last; i += full ? 32 : 16) {
          const x0 = f32x4.sub(v128.load(x + i), mean);
          const d0 = Gradient.masked(byInput, v128.load(d + i), x0, factor, shift);
          let g0 = Gradient.one(d0, x0, factor, slope, offset);
          if (full) {
            const x1 = f32x4.sub(v128.load(x + i, 16), mean);
            const d1 = Gradient.masked(byInput, v128.load(d + i, 16), x1, factor, shift);
            let g1 = Gradient.one(d1, x1, factor, slope, offset);
            if (adds) g1 = f32x4.add(g1, v128.load(dx + i, 16));
            v128.store(dx + i, g1, 16);
          }
          if (adds) g0 = f32x4.add(g0, v128.load(dx + i));
          v128.store(dx + i, g0);
        }
        if (!full && (count & 3) != 0) {
          const x0 = f32x4.sub(v128.load(x + last), mean);
          const d0 = Gradient.masked(byInput, v128.load(d + last), x0, factor, shift);
          let g0 = v128.and(Gradient.one(d0, x0, factor, slope, offset), used);
          if (adds) g0 = f32x4.add(g0, v128.load(dx + last));
          v128.store(dx + last, g0);
        }
        record += RECORD_BYTES;
        at += channelBytes;
      }
      x += pixelBytes;
      d += pixelBytes;
      dx += pixelBytes;
    }
  }

  /** d, or 0 where the normalised x (given x - mean) is not positive if `byInput`. */
  @inline
  static masked(byInput: bool, d: v128, centred: v128, factor: v128, shift: v128): v128 {
    if (!byInput) return d;
    const v = f32x4.add(f32x4.mul(centred, factor), shift);
    return v128.andnot(d, f32x4.le(v, f32x4.splat(0)));
  }

  @inline
  static one(d: v128, centred: v128, factor: v128, slope: v128, offset: v128): v128 {
    return f32x4.sub(f32x4.mul(factor, d), f32x4.add(f32x4.mul(slope, centred), offset));
  }
}
