// From examples staged one after the other to feature-major activations.
import { transposeFourRows } from '../transpose';

/**
 * Features `from` to `to` of `lanes` staged rows of bytes: x = p * scale + shift, transposed.
 *
 * Blocks of 4 examples by 16 bytes are transposed by two rounds of interleaving.
 */
export function feedBytes(
  staged: usize,
  rowBytes: usize,
  from: i32,
  to: i32,
  scale: f32,
  shift: f32,
  lanes: i32,
  x: usize,
  stride: usize,
): void {
  const factor = f32x4.splat(scale);
  const offset = f32x4.splat(shift);
  let feature = from;
  for (; feature + 16 <= to; feature += 16) {
    let source = staged + <usize>feature;
    let target = x + <usize>feature * stride;
    for (let lane: i32 = 0; lane < lanes; lane += 4) {
      const a = v128.load(source);
      const b = v128.load(source + rowBytes);
      const c = v128.load(source + 2 * rowBytes);
      const d = v128.load(source + 3 * rowBytes);
      const abLow = interleaveLow8(a, b);
      const abHigh = interleaveHigh8(a, b);
      const cdLow = interleaveLow8(c, d);
      const cdHigh = interleaveHigh8(c, d);
      storeFourFeatures(interleaveLow16(abLow, cdLow), factor, offset, target, stride);
      storeFourFeatures(
        interleaveHigh16(abLow, cdLow),
        factor,
        offset,
        target + 4 * stride,
        stride,
      );
      storeFourFeatures(
        interleaveLow16(abHigh, cdHigh),
        factor,
        offset,
        target + 8 * stride,
        stride,
      );
      storeFourFeatures(
        interleaveHigh16(abHigh, cdHigh),
        factor,
        offset,
        target + 12 * stride,
        stride,
      );
      source += 4 * rowBytes;
      target += 16;
    }
  }
  for (; feature < to; feature++) {
    let source = staged + <usize>feature;
    let target = x + <usize>feature * stride;
    for (let lane: i32 = 0; lane < lanes; lane++) {
      store<f32>(target, <f32>load<u8>(source) * scale + shift);
      source += rowBytes;
      target += 4;
    }
  }
}

/** `width` bytes of each of 4 pictures, standardised: pixel i goes to target + i * pixelBytes. */
export function feedFourLines(
  source: usize,
  rowBytes: usize,
  width: i32,
  scale: f32,
  shift: f32,
  target: usize,
  pixelBytes: usize,
): void {
  const factor = f32x4.splat(scale);
  const offset = f32x4.splat(shift);
  for (; width >= 4; width -= 4) {
    let pixels = v128.load32_zero(source);
    pixels = v128.load32_lane(source + rowBytes, pixels, 1);
    pixels = v128.load32_lane(source + 2 * rowBytes, pixels, 2);
    pixels = v128.load32_lane(source + 3 * rowBytes, pixels, 3);
    storeFourFeatures(
      v128.shuffle<u8>(pixels, pixels, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
      factor,
      offset,
      target,
      pixelBytes,
    );
    source += 4;
    target += 4 * pixelBytes;
  }
  for (; width > 0; width--) {
    for (let lane: usize = 0; lane < 4; lane++) {
      const pixel = <f32>load<u8>(source + lane * rowBytes);
      store<f32>(target + 4 * lane, pixel * scale + shift);
    }
    source++;
    target += pixelBytes;
  }
}

function interleaveLow8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function interleaveHigh8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

function interleaveLow16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

function interleaveHigh16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** `bytes` holds 4 features of 4 examples each; they go to 4 rows of x. */
function storeFourFeatures(
  bytes: v128,
  factor: v128,
  offset: v128,
  target: usize,
  stride: usize,
): void {
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  storeStandardised(i32x4.extend_low_i16x8_u(low), factor, offset, target);
  storeStandardised(i32x4.extend_high_i16x8_u(low), factor, offset, target + stride);
  storeStandardised(i32x4.extend_low_i16x8_u(high), factor, offset, target + 2 * stride);
  storeStandardised(i32x4.extend_high_i16x8_u(high), factor, offset, target + 3 * stride);
}

function storeStandardised(pixels: v128, factor: v128, offset: v128, target: usize): void {
  v128.store(target, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(pixels), factor), offset));
}

/** The first `features` floats of `lanes` staged rows, transposed. */
export function feedFloats(
  staged: usize,
  rowBytes: usize,
  features: i32,
  lanes: i32,
  x: usize,
  stride: usize,
): void {
  for (let lane: i32 = 0; lane < lanes; lane += 4) {
    transposeFourRows(features, staged, rowBytes, x, stride);
    staged += 4 * rowBytes;
    x += 16;
  }
}
