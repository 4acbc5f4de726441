// Convolutions with 3x3 filters, stride 1 and pictures of 4x4 tiles by Winograd's algorithm. A strip
// of tiles is transformed at a time; each of the 36 products of a tile is a sum over the channels,
// the business of `correlateLine` and `stripGradient` with 1x1 filters.
//
// A geometry is a table of nine words: lines of tiles, tiles in a line, channels of x and of y, bytes
// of a line of x and of y, the most tiles of a strip, and a run (see `correlateLine`): 0, and the
// bytes of all channels of a pixel of x.
import { correlateLine, ROW_BYTES } from './tile';
import { stripGradient } from './weight-gradient';
import { transformGradient, transformInput, transformOutput } from './winograd-transforms';

const TILES: usize = 0;
const TILES_ACROSS: usize = 4;
const INPUTS: usize = 8;
const OUTPUTS: usize = 12;
const X_LINE: usize = 16;
const Y_LINE: usize = 20;
const STRIP: usize = 24;
const RUN: usize = 28;
const BUFFER_BYTES: usize = 36 * ROW_BYTES;

/** Bytes from tile to tile: an odd number of cache lines, so that tiles do not crowd out each other. */
function pitchOf(channels: i32): usize {
  return <usize>(channels | 1) * ROW_BYTES;
}

/** Bytes of a plane; also an odd number of lines. */
function planeOf(channels: i32, tiles: i32): usize {
  return <usize>((tiles * (channels | 1)) | 1) * ROW_BYTES;
}

/** y as `correlate` makes it; x points to the top left input of the first tile. */
export function winogradCorrelate(
  geometry: usize,
  x: usize,
  y: usize,
  filters: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
  vectors: i32,
  scratch: usize,
): void {
  const across = load<i32>(geometry, TILES_ACROSS);
  const tiles = load<i32>(geometry, TILES) * across;
  const inputs = load<i32>(geometry, INPUTS);
  const outputs = load<i32>(geometry, OUTPUTS);
  const yLine = <usize>load<u32>(geometry, Y_LINE);
  const strip = load<i32>(geometry, STRIP);
  const yPixel = <usize>outputs * ROW_BYTES;
  const rowBytes = (<usize>vectors) << 4;
  const tileBytes = (<usize>inputs) << 4;
  const filterBytes = <usize>((outputs + 3) >> 2) * tileBytes;
  const xPlane = planeOf(inputs, strip);
  const yPlane = planeOf(outputs, strip);
  const xPlanes = scratch + BUFFER_BYTES;
  const yPlanes = xPlanes + 36 * xPlane;
  for (let first: i32 = 0; first < tiles; first += strip) {
    const count = min<i32>(strip, tiles - first);
    transformStrip(geometry, first, count, x, xPlanes, xPlane, rowBytes, scratch);
    for (let p: usize = 0; p < 36; p++) {
      correlateLine(
        count,
        outputs,
        xPlanes + p * xPlane,
        pitchOf(inputs),
        yPlanes + p * yPlane,
        pitchOf(outputs),
        filters + p * filterBytes,
        tileBytes,
        geometry + RUN,
        1,
        inputs,
        0,
        false,
        false,
        vectors,
      );
    }
    for (let tile: i32 = 0; tile < count; tile++) {
      const line = (first + tile) / across;
      const column = (first + tile) % across;
      transformOutput(
        outputs,
        yPlanes + <usize>tile * pitchOf(outputs),
        yPlane,
        y + 4 * (<usize>line * yLine + <usize>column * yPixel),
        yPixel,
        yLine,
        rowBytes,
        bias,
        accumulate,
        rectify,
        scratch,
      );
    }
  }
}

/** sums[36][outputs / 4][inputs][4] += the gradients of the transformed filters. */
export function winogradGradient(
  geometry: usize,
  x: usize,
  dy: usize,
  vectors: i32,
  sums: usize,
  scratch: usize,
): void {
  const across = load<i32>(geometry, TILES_ACROSS);
  const tiles = load<i32>(geometry, TILES) * across;
  const inputs = load<i32>(geometry, INPUTS);
  const outputs = load<i32>(geometry, OUTPUTS);
  const yLine = <usize>load<u32>(geometry, Y_LINE);
  const strip = load<i32>(geometry, STRIP);
  const yPixel = <usize>outputs * ROW_BYTES;
  const rowBytes = (<usize>vectors) << 4;
  const tileBytes = (<usize>inputs) << 4;
  const filterBytes = <usize>((outputs + 3) >> 2) * tileBytes;
  const xPlane = planeOf(inputs, strip);
  const yPlane = planeOf(outputs, strip);
  const xPlanes = scratch + BUFFER_BYTES;
  const yPlanes = xPlanes + 36 * xPlane;
  for (let first: i32 = 0; first < tiles; first += strip) {
    const count = min<i32>(strip, tiles - first);
    transformStrip(geometry, first, count, x, xPlanes, xPlane, rowBytes, scratch);
    for (let tile: i32 = 0; tile < count; tile++) {
      const line = (first + tile) / across;
      const column = (first + tile) % across;
      transformGradient(
        outputs,
        dy + 4 * (<usize>line * yLine + <usize>column * yPixel),
        yPixel,
        yLine,
        yPlanes + <usize>tile * pitchOf(outputs),
        yPlane,
        rowBytes,
        scratch,
      );
    }
    for (let p: usize = 0; p < 36; p++) {
      stripGradient(
        1,
        count,
        outputs,
        xPlanes + p * xPlane,
        pitchOf(inputs),
        0,
        yPlanes + p * yPlane,
        pitchOf(outputs),
        0,
        geometry + RUN,
        1,
        tileBytes,
        vectors,
        sums + p * filterBytes,
      );
    }
  }
}

function transformStrip(
  geometry: usize,
  first: i32,
  count: i32,
  x: usize,
  planes: usize,
  planeBytes: usize,
  rowBytes: usize,
  buffer: usize,
): void {
  const across = load<i32>(geometry, TILES_ACROSS);
  const inputs = load<i32>(geometry, INPUTS);
  const xLine = <usize>load<u32>(geometry, X_LINE);
  const xPixel = <usize>inputs * ROW_BYTES;
  for (let tile: i32 = 0; tile < count; tile++) {
    const line = (first + tile) / across;
    const column = (first + tile) % across;
    transformInput(
      inputs,
      x + 4 * (<usize>line * xLine + <usize>column * xPixel),
      xPixel,
      xLine,
      planes + <usize>tile * pitchOf(inputs),
      planeBytes,
      rowBytes,
      buffer,
    );
  }
}
