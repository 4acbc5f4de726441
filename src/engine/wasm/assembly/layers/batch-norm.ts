// Batch normalisation of one block (or of all rows), once the statistics are known; see
// batch-statistics.ts.
//
// Constants, 16 bytes per channel: mean, factor = scale / deviation, shift, 1 / deviation. Channel c
// of a pixel lies c * channelBytes after its start, pixels are `pixelBytes` apart, and lines
// `xLine`, `yLine` and so on.
const MEAN = 0;
const FACTOR = 4;
const SHIFT = 8;

/** y = factor (x - mean) + shift, plus r if there is one (not 0), then max(0, y) if `rectify`. */
export function normalise(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  rLine: usize,
  r: usize,
  yLine: usize,
  y: usize,
  vectors: i32,
  constants: usize,
  rectify: bool,
): void {
  const bytes = (<usize>vectors) << 4;
  for (; height > 0; height--) {
    if (vectors == 4 && !r) {
      Forward.line(
        true,
        false,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        r,
        y,
        64,
        constants,
        rectify,
      );
    } else if (vectors == 4) {
      Forward.line(
        true,
        true,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        r,
        y,
        64,
        constants,
        rectify,
      );
    } else {
      Forward.line(
        false,
        r != 0,
        channels,
        width,
        channelBytes,
        pixelBytes,
        x,
        r,
        y,
        bytes,
        constants,
        rectify,
      );
    }
    x += xLine;
    y += yLine;
    if (r) r += rLine;
  }
}

// `full` (all 16 lanes of a block) and `hasResidual` are constants where a body is inlined.
class Forward {
  @inline
  static line(
    full: bool,
    hasResidual: bool,
    channels: i32,
    width: i32,
    channelBytes: usize,
    pixelBytes: usize,
    x: usize,
    r: usize,
    y: usize,
    bytes: usize,
    constants: usize,
    rectify: bool,
  ): void {
    // pmax(v, -Infinity) is v.
    const least = f32x4.splat(rectify ? 0 : -Infinity);
    const end = constants + ((<usize>channels) << 4);
    for (; width > 0; width--) {
      let at: usize = 0;
      for (let c = constants; c < end; c += 16) {
        const mean = v128.load32_splat(c, MEAN);
        const factor = v128.load32_splat(c, FACTOR);
        const shift = v128.load32_splat(c, SHIFT);
        if (full) {
          Forward.one(hasResidual, x + at, r + at, y + at, mean, factor, shift, least);
          Forward.one(
            hasResidual,
            x + at + 16,
            r + at + 16,
            y + at + 16,
            mean,
            factor,
            shift,
            least,
          );
          Forward.one(
            hasResidual,
            x + at + 32,
            r + at + 32,
            y + at + 32,
            mean,
            factor,
            shift,
            least,
          );
          Forward.one(
            hasResidual,
            x + at + 48,
            r + at + 48,
            y + at + 48,
            mean,
            factor,
            shift,
            least,
          );
        } else {
          for (let i = at; i < at + bytes; i += 16) {
            Forward.one(hasResidual, x + i, r + i, y + i, mean, factor, shift, least);
          }
        }
        at += channelBytes;
      }
      x += pixelBytes;
      y += pixelBytes;
      if (hasResidual) r += pixelBytes;
    }
  }

  @inline
  static one(
    hasResidual: bool,
    x: usize,
    r: usize,
    y: usize,
    mean: v128,
    factor: v128,
    shift: v128,
    least: v128,
  ): void {
    let v = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x), mean), factor), shift);
    if (hasResidual) v = f32x4.add(v, v128.load(r));
    v128.store(y, f32x4.pmax(v, least));
  }
}
