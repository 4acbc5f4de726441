// From pictures staged one after the other, [channels][height][width], to blocks of 16 examples; and
// moving pictures while they are staged. See tensor.ts for blocks.
import { feedFourLines } from './feed';
import { transposeFourRows } from '../transpose';

/**
 * One channel of `lanes` staged pictures of bytes: x = p * scale + shift.
 *
 * `staged` points to the channel in the first picture, `x` to the channel of the first pixel in the
 * first block.
 */
export function feedBlockBytes(
  staged: usize,
  rowBytes: usize,
  lanes: i32,
  height: i32,
  width: i32,
  scale: f32,
  shift: f32,
  x: usize,
  blockBytes: usize,
  lineBytes: usize,
  pixelBytes: usize,
): void {
  for (; lanes > 0; lanes -= 16) {
    for (let line: i32 = 0; line < height; line++) {
      let source = staged + <usize>line * <usize>width;
      let target = x + <usize>line * lineBytes;
      for (let lane: i32 = 0; lane < min(lanes, 16); lane += 4) {
        feedFourLines(source, rowBytes, width, scale, shift, target, pixelBytes);
        source += 4 * rowBytes;
        target += 16;
      }
    }
    staged += 16 * rowBytes;
    x += blockBytes;
  }
}

/** One channel of `lanes` staged pictures of floats, as they are. */
export function feedBlockFloats(
  staged: usize,
  rowBytes: usize,
  lanes: i32,
  height: i32,
  width: i32,
  x: usize,
  blockBytes: usize,
  lineBytes: usize,
  pixelBytes: usize,
): void {
  const sourceLine = (<usize>width) << 2;
  for (; lanes > 0; lanes -= 16) {
    for (let line: i32 = 0; line < height; line++) {
      let source = staged + <usize>line * sourceLine;
      let target = x + <usize>line * lineBytes;
      for (let lane: i32 = 0; lane < min(lanes, 16); lane += 4) {
        transposeFourRows(width, source, rowBytes, target, pixelBytes);
        source += 4 * rowBytes;
        target += 16;
      }
    }
    staged += 16 * rowBytes;
    x += blockBytes;
  }
}

/**
 * Copies a picture of `planes` channels, moved `down` and `right` (zeros come in from outside) and
 * then mirrored left to right if `mirrored`. A pixel has `size` bytes, 1 or 4.
 */
export function movePicture(
  source: usize,
  target: usize,
  size: i32,
  planes: i32,
  height: i32,
  width: i32,
  down: i32,
  right: i32,
  mirrored: bool,
): void {
  const lineBytes = <usize>(width * size);
  // Columns `from` to `to` of the moved picture come from inside.
  const from = min(max(right, 0), width);
  const to = max(min(width + right, width), from);
  const kept = <usize>((to - from) * size);
  const before = <usize>((mirrored ? width - to : from) * size);
  const first = <usize>((from - right) * size);
  for (; planes > 0; planes--) {
    for (let line: i32 = 0; line < height; line++) {
      const y = line - down;
      if (kept == 0 || y < 0 || y >= height) {
        memory.fill(target, 0, lineBytes);
      } else {
        memory.fill(target, 0, before);
        copyPixels(source + <usize>y * lineBytes + first, target + before, kept, size, mirrored);
        memory.fill(target + before + kept, 0, lineBytes - before - kept);
      }
      target += lineBytes;
    }
    source += <usize>height * lineBytes;
  }
}

/** Copies `bytes` bytes of pixels, in reverse order if `mirrored`. */
function copyPixels(source: usize, target: usize, bytes: usize, size: i32, mirrored: bool): void {
  if (!mirrored) {
    memory.copy(target, source, bytes);
    return;
  }
  let end = source + bytes;
  if (size == 4) {
    for (; end > source; target += 4) {
      end -= 4;
      store<u32>(target, load<u32>(end));
    }
    return;
  }
  for (; end >= source + 16; target += 16) {
    end -= 16;
    const pixels = v128.load(end);
    v128.store(
      target,
      v128.shuffle<u8>(pixels, pixels, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
    );
  }
  for (; end > source; target++) store<u8>(target, load<u8>(--end));
}
