// Dropout. Whether a value is kept is a hash of two keys and of the value's number, example *
// features + feature, with features in the order C, H, W: it depends neither on the layout nor on
// the size of the batch.

/**
 * y = x scale where the value is kept and 0 elsewhere, added to y if `adds`, for one block (or all
 * rows); kept are those whose 32 random bits are at least `threshold`.
 *
 * Channel c of pixel p has the number c * height * width + p. `example` is the block's first.
 */
export function dropout(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  yLine: usize,
  y: usize,
  vectors: i32,
  example: i32,
  key0: i32,
  key1: i32,
  threshold: i32,
  scale: f32,
  adds: bool,
): void {
  const factor = f32x4.splat(scale);
  const least = i32x4.splat(threshold);
  const area = height * width;
  const features = channels * area;
  const ofFourExamples = i32x4.splat(4 * features);
  const ofLanes = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(features));
  let pixel = example * features;
  const bytes = (<usize>vectors) << 4;
  for (; height > 0; height--) {
    for (let column: i32 = 0; column < width; column++) {
      let source = x + <usize>column * pixelBytes;
      let target = y + <usize>column * pixelBytes;
      let feature = pixel;
      for (let channel: i32 = 0; channel < channels; channel++) {
        let number = i32x4.add(i32x4.splat(feature), ofLanes);
        for (let i: usize = 0; i < bytes; i += 16) {
          const keep = i32x4.ge_u(randomBits(number, key0, key1), least);
          const kept = v128.and(f32x4.mul(v128.load(source + i), factor), keep);
          v128.store(target + i, adds ? f32x4.add(v128.load(target + i), kept) : kept);
          number = i32x4.add(number, ofFourExamples);
        }
        source += channelBytes;
        target += channelBytes;
        feature += area;
      }
      pixel++;
    }
    x += xLine;
    y += yLine;
  }
}

/** Two rounds of multiplying and folding (the constants are those of MurmurHash3's last step). */
function randomBits(number: v128, key0: i32, key1: i32): v128 {
  return scramble(v128.xor(scramble(v128.xor(number, i32x4.splat(key0))), i32x4.splat(key1)));
}

function scramble(h: v128): v128 {
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
