// The innermost loops of a convolution on blocks: tiles of 4 output channels at 8 (or 4) lanes.
import { Fused } from '../fused';

/** Bytes of 16 examples of one channel of one pixel. */
export const ROW_BYTES: usize = 64;
/** Weights are packed for tiles of 4 output channels: 16 bytes for every row of x. */
export const TILE_CHANNELS: i32 = 4;
/** Bytes of an entry of a table of runs: an offset, and the length of the run, both in bytes. */
export const RUN_BYTES: usize = 8;
// Packed weights that are used over and over along a line of pixels should stay in the L2 cache.
const WEIGHT_BLOCK_BYTES: i32 = 262144;

/**
 * y[p][k] = sum over the rows r of all runs of weights[k][r] x[p][r], for a line of pixels p and the
 * output channels k.
 *
 * A run is a stretch of rows of x that lie one after the other, at an offset from the pixel. The sum
 * starts at what is in y if `accumulate`, else at the bias (0 for none); then max(0, y) if `rectify`.
 * Weights are [channels / 4][r][4], padded with zeros; `tileBytes` are from tile to tile.
 */
export function correlateLine(
  pixels: i32,
  channels: i32,
  x: usize,
  xStep: usize,
  y: usize,
  yStep: usize,
  weights: usize,
  tileBytes: usize,
  runs: usize,
  runCount: i32,
  rows: i32,
  bias: usize,
  accumulate: bool,
  rectify: bool,
  vectors: i32,
): void {
  const runsEnd = runs + <usize>runCount * RUN_BYTES;
  const block = max<i32>(1, WEIGHT_BLOCK_BYTES / ((rows << 4) + 1)) * TILE_CHANNELS;
  for (let first: i32 = 0; first < channels; first += block) {
    const last = min<i32>(channels, first + block);
    let input = x;
    let output = y + <usize>first * ROW_BYTES;
    for (let pixel: i32 = 0; pixel < pixels; pixel++) {
      let w = weights;
      let target = output;
      let b = bias;
      for (let channel = first; channel < last; channel += TILE_CHANNELS) {
        const count = min<i32>(TILE_CHANNELS, channels - channel);
        if (count == TILE_CHANNELS) {
          if (vectors > 1) pair(input, runs, runsEnd, w, target, b, accumulate, rectify);
          if (vectors > 3) pair(input + 32, runs, runsEnd, w, target + 32, b, accumulate, rectify);
          else if (vectors & 1) {
            const at = (<usize>(vectors - 1)) << 4;
            single(input + at, runs, runsEnd, w, target + at, b, accumulate, rectify);
          }
        } else {
          for (let i: i32 = 0; i < vectors; i++) {
            const at = (<usize>i) << 4;
            edge(count, input + at, runs, runsEnd, w, target + at, b, accumulate, rectify);
          }
        }
        w += tileBytes;
        target += <usize>TILE_CHANNELS * ROW_BYTES;
        if (b) b += 16;
      }
      input += xStep;
      output += yStep;
    }
    weights += <usize>(block >> 2) * tileBytes;
    if (bias) bias += (<usize>block) << 2;
  }
}

/** 4 channels, 8 lanes. */
function pair(
  x: usize,
  runs: usize,
  runsEnd: usize,
  w: usize,
  y: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
): void {
  let y00 = f32x4.splat(0);
  let y01 = y00;
  let y10 = y00;
  let y11 = y00;
  let y20 = y00;
  let y21 = y00;
  let y30 = y00;
  let y31 = y00;
  if (accumulate) {
    y00 = v128.load(y);
    y01 = v128.load(y, 16);
    y10 = v128.load(y, 64);
    y11 = v128.load(y, 80);
    y20 = v128.load(y, 128);
    y21 = v128.load(y, 144);
    y30 = v128.load(y, 192);
    y31 = v128.load(y, 208);
  } else if (bias) {
    y00 = v128.load32_splat(bias);
    y10 = v128.load32_splat(bias, 4);
    y20 = v128.load32_splat(bias, 8);
    y30 = v128.load32_splat(bias, 12);
    y01 = y00;
    y11 = y10;
    y21 = y20;
    y31 = y30;
  }
  for (; runs < runsEnd; runs += RUN_BYTES) {
    let row = x + <usize>load<u32>(runs);
    const end = row + <usize>load<u32>(runs, 4);
    do {
      const x0 = v128.load(row);
      const x1 = v128.load(row, 16);
      const w0 = v128.load32_splat(w);
      const w1 = v128.load32_splat(w, 4);
      const w2 = v128.load32_splat(w, 8);
      const w3 = v128.load32_splat(w, 12);
      y00 = Fused.multiplyAdd(w0, x0, y00);
      y01 = Fused.multiplyAdd(w0, x1, y01);
      y10 = Fused.multiplyAdd(w1, x0, y10);
      y11 = Fused.multiplyAdd(w1, x1, y11);
      y20 = Fused.multiplyAdd(w2, x0, y20);
      y21 = Fused.multiplyAdd(w2, x1, y21);
      y30 = Fused.multiplyAdd(w3, x0, y30);
      y31 = Fused.multiplyAdd(w3, x1, y31);
      row += ROW_BYTES;
      w += 16;
    } while (row < end);
  }
  if (rectify) {
    const zero = f32x4.splat(0);
    y00 = f32x4.pmax(y00, zero);
    y01 = f32x4.pmax(y01, zero);
    y10 = f32x4.pmax(y10, zero);
    y11 = f32x4.pmax(y11, zero);
    y20 = f32x4.pmax(y20, zero);
    y21 = f32x4.pmax(y21, zero);
    y30 = f32x4.pmax(y30, zero);
    y31 = f32x4.pmax(y31, zero);
  }
  v128.store(y, y00);
  v128.store(y, y01, 16);
  v128.store(y, y10, 64);
  v128.store(y, y11, 80);
  v128.store(y, y20, 128);
  v128.store(y, y21, 144);
  v128.store(y, y30, 192);
  v128.store(y, y31, 208);
}

/** 4 channels, 4 lanes. */
function single(
  x: usize,
  runs: usize,
  runsEnd: usize,
  w: usize,
  y: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
): void {
  Tile.single(4, x, runs, runsEnd, w, y, bias, accumulate, rectify);
}

/** Fewer than 4 channels, 4 lanes. */
function edge(
  channels: i32,
  x: usize,
  runs: usize,
  runsEnd: usize,
  w: usize,
  y: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
): void {
  Tile.single(channels, x, runs, runsEnd, w, y, bias, accumulate, rectify);
}

// One text for full tiles, where `channels` is a constant, and for the last one.
class Tile {
  @inline
  static single(
    channels: i32,
    x: usize,
    runs: usize,
    runsEnd: usize,
    w: usize,
    y: usize,
    bias: usize,
    accumulate: bool,
    rectify: bool,
  ): void {
    const zero = f32x4.splat(0);
    let y0 = zero;
    let y1 = zero;
    let y2 = zero;
    let y3 = zero;
    if (accumulate) {
      y0 = v128.load(y);
      if (channels > 1) y1 = v128.load(y, 64);
      if (channels > 2) y2 = v128.load(y, 128);
      if (channels > 3) y3 = v128.load(y, 192);
    } else if (bias) {
      y0 = v128.load32_splat(bias);
      if (channels > 1) y1 = v128.load32_splat(bias, 4);
      if (channels > 2) y2 = v128.load32_splat(bias, 8);
      if (channels > 3) y3 = v128.load32_splat(bias, 12);
    }
    for (; runs < runsEnd; runs += RUN_BYTES) {
      let row = x + <usize>load<u32>(runs);
      const end = row + <usize>load<u32>(runs, 4);
      do {
        const x0 = v128.load(row);
        y0 = Fused.multiplyAdd(v128.load32_splat(w), x0, y0);
        y1 = Fused.multiplyAdd(v128.load32_splat(w, 4), x0, y1);
        y2 = Fused.multiplyAdd(v128.load32_splat(w, 8), x0, y2);
        y3 = Fused.multiplyAdd(v128.load32_splat(w, 12), x0, y3);
        row += ROW_BYTES;
        w += 16;
      } while (row < end);
    }
    v128.store(y, rectify ? f32x4.pmax(y0, zero) : y0);
    if (channels > 1) v128.store(y, rectify ? f32x4.pmax(y1, zero) : y1, 64);
    if (channels > 2) v128.store(y, rectify ? f32x4.pmax(y2, zero) : y2, 128);
    if (channels > 3) v128.store(y, rectify ? f32x4.pmax(y3, zero) : y3, 192);
  }
}
