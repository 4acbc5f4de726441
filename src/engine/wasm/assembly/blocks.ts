// What several layers do to blocks of 16 examples, [halo + height + halo][halo + width + halo]
// [channels][16]; see tensor.ts.

const ROW_BYTES: usize = 64;

/** Writes zeros around the picture of one block. */
export function zeroHalo(
  block: usize,
  height: i32,
  width: i32,
  halo: i32,
  pixelBytes: usize,
): void {
  const side = <usize>halo * pixelBytes;
  const picture = <usize>width * pixelBytes;
  const ends = <usize>halo * (picture + 2 * side) + side; // lines above, and the first left edge
  memory.fill(block, 0, ends);
  block += ends + picture;
  for (; height > 1; height--) {
    memory.fill(block, 0, 2 * side); // one line's right edge and the next one's left edge
    block += 2 * side + picture;
  }
  memory.fill(block, 0, ends);
}

/**
 * dy = 0 where y = 0 if `rectify`; then `sums` (16 bytes per channel, a sum per vector lane; 0 for
 * none) += the sums of dy over the pixels of one block. y and dy point to the first pixel.
 */
export function blockBiasGradient(
  channels: i32,
  height: i32,
  width: i32,
  lineBytes: usize,
  y: usize,
  dy: usize,
  vectors: i32,
  rectify: bool,
  sums: usize,
): void {
  const zero = f32x4.splat(0);
  const pictureBytes = <usize>(width * channels) * ROW_BYTES;
  const sumBytes = (<usize>channels) << 4;
  const rowBytes = (<usize>vectors) << 4;
  for (; height > 0; height--) {
    const end = dy + pictureBytes;
    let output = y;
    let place: usize = 0;
    for (let gradient = dy; gradient < end; gradient += ROW_BYTES) {
      let sum = zero;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        let d = v128.load(gradient + i);
        if (rectify) {
          d = v128.andnot(d, f32x4.le(v128.load(output + i), zero));
          v128.store(gradient + i, d);
        }
        sum = f32x4.add(sum, d);
      }
      if (sums) {
        v128.store(sums + place, f32x4.add(v128.load(sums + place), sum));
        place += 16;
        if (place == sumBytes) place = 0;
      }
      output += ROW_BYTES;
    }
    y += lineBytes;
    dy += lineBytes;
  }
}
