// Gradients of weights, strip by strip.
import { dot1x1, dot4x1, dot4x2 } from './dot';
import { ROW_BYTES, RUN_BYTES, TILE_CHANNELS } from './tile';

/**
 * sums[k][r] += sum over the pixels p and lanes of a block of dy[p][k] x[p][r], with the geometry,
 * runs and packed order of `correlate`, where dy takes the place of y.
 *
 * The picture is cut into strips of `stripHeight` x `stripWidth` pixels, whose rows should stay in
 * the cache.
 */
export function weightGradient(
  geometry: usize,
  x: usize,
  dy: usize,
  runs: usize,
  runCount: i32,
  tileBytes: usize,
  vectors: i32,
  stripHeight: i32,
  stripWidth: i32,
  sums: usize,
): void {
  const height = load<i32>(geometry);
  const width = load<i32>(geometry, 4);
  const channels = load<i32>(geometry, 8);
  const xStep = <usize>load<u32>(geometry, 12);
  const xLine = <usize>load<u32>(geometry, 16);
  const yStep = <usize>load<u32>(geometry, 20);
  const yLine = <usize>load<u32>(geometry, 24);
  for (let top: i32 = 0; top < height; top += stripHeight) {
    const lines = min<i32>(stripHeight, height - top);
    for (let left: i32 = 0; left < width; left += stripWidth) {
      const pixels = min<i32>(stripWidth, width - left);
      stripGradient(
        lines,
        pixels,
        channels,
        x + <usize>top * xLine + <usize>left * xStep,
        xStep,
        xLine,
        dy + <usize>top * yLine + <usize>left * yStep,
        yStep,
        yLine,
        runs,
        runCount,
        tileBytes,
        vectors,
        sums,
      );
    }
  }
}

/** The same for one strip. */
export function stripGradient(
  lines: i32,
  pixels: i32,
  channels: i32,
  x: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  runs: usize,
  runCount: i32,
  tileBytes: usize,
  vectors: i32,
  sums: usize,
): void {
  const rowBytes = (<usize>vectors) << 4;
  for (; runCount > 0; runCount--) {
    const start = x + <usize>load<u32>(runs);
    const bytes = <usize>load<u32>(runs, 4);
    let tile = sums;
    let d = dy;
    for (let channel: i32 = 0; channel < channels; channel += TILE_CHANNELS) {
      const count = channels - channel;
      if (count >= TILE_CHANNELS) {
        fourChannels(lines, pixels, start, bytes, xStep, xLine, d, yStep, yLine, rowBytes, tile);
      } else {
        for (let i: usize = 0; i < <usize>count; i++) {
          const row = d + i * ROW_BYTES;
          const sum = tile + (i << 2);
          oneChannel(lines, pixels, start, bytes, xStep, xLine, row, yStep, yLine, rowBytes, sum);
        }
      }
      tile += tileBytes;
      d += <usize>TILE_CHANNELS * ROW_BYTES;
    }
    sums += bytes >> 2; // 16 bytes for every row of 64
    runs += RUN_BYTES;
  }
}

function fourChannels(
  lines: i32,
  pixels: i32,
  x: usize,
  bytes: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  rowBytes: usize,
  sums: usize,
): void {
  const end = x + bytes;
  for (; x + ROW_BYTES < end; x += 2 * ROW_BYTES) {
    dot4x2(lines, pixels, x, xStep, xLine, dy, yStep, yLine, rowBytes, sums);
    sums += 32;
  }
  if (x < end) dot4x1(lines, pixels, x, xStep, xLine, dy, yStep, yLine, rowBytes, sums);
}

function oneChannel(
  lines: i32,
  pixels: i32,
  x: usize,
  bytes: usize,
  xStep: usize,
  xLine: usize,
  dy: usize,
  yStep: usize,
  yLine: usize,
  rowBytes: usize,
  sums: usize,
): void {
  for (const end = x + bytes; x < end; x += ROW_BYTES) {
    dot1x1(lines, pixels, x, xStep, xLine, dy, yStep, yLine, rowBytes, sums);
    sums += 16;
  }
}
