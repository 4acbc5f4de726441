// The mean of every window, for one block; for the tables see max-pool.ts. A window's sum is divided
// by the product of the divisors of its line and its column.
const ENTRY_BYTES: usize = 12;

/** y = the sum of the window, in row-major order, times the reciprocal of the divisor. */
export function averagePool(
  channels: i32,
  height: i32,
  width: i32,
  lines: usize,
  columns: usize,
  x: usize,
  xLine: usize,
  y: usize,
  yLine: usize,
): void {
  const pixelBytes = (<usize>channels) << 6;
  for (; height > 0; height--) {
    const top = load<u32>(lines);
    const rows: i32 = load<u32>(lines, 4) - top;
    const line = x + <usize>top * xLine;
    let column = columns;
    for (let i: i32 = 0; i < width; i++) {
      const left = load<u32>(column);
      const across: i32 = load<u32>(column, 4) - left;
      const share = <f32>1 / <f32>(load<i32>(lines, 8) * load<i32>(column, 8));
      const window = line + <usize>left * pixelBytes;
      meanOfWindow(pixelBytes, rows, across, window, xLine, y + <usize>i * pixelBytes, share);
      column += ENTRY_BYTES;
    }
    lines += ENTRY_BYTES;
    y += yLine;
  }
}

function meanOfWindow(
  bytes: usize,
  rows: i32,
  across: i32,
  window: usize,
  xLine: usize,
  y: usize,
  share: f32,
): void {
  const factor = f32x4.splat(share);
  memory.fill(y, 0, bytes);
  for (; rows > 0; rows--) {
    let pixel = window;
    for (let i: i32 = 0; i < across; i++) {
      for (let j: usize = 0; j < bytes; j += 16) {
        v128.store(y + j, f32x4.add(v128.load(y + j), v128.load(pixel + j)));
      }
      pixel += bytes;
    }
    window += xLine;
  }
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(y + j, f32x4.mul(v128.load(y + j), factor));
  }
}

/**
 * dx = dy / divisor at every pixel of the window; added to dx if `adds`, as it must be where windows
 * overlap.
 */
export function averagePoolGradient(
  channels: i32,
  height: i32,
  width: i32,
  lines: usize,
  columns: usize,
  dy: usize,
  dyLine: usize,
  dx: usize,
  dxLine: usize,
  adds: bool,
): void {
  const pixelBytes = (<usize>channels) << 6;
  for (; height > 0; height--) {
    const top = load<u32>(lines);
    const rows: i32 = load<u32>(lines, 4) - top;
    const line = dx + <usize>top * dxLine;
    let column = columns;
    let d = dy;
    for (let i: i32 = 0; i < width; i++) {
      const left = load<u32>(column);
      const across: i32 = load<u32>(column, 4) - left;
      const share = <f32>1 / <f32>(load<i32>(lines, 8) * load<i32>(column, 8));
      const window = line + <usize>left * pixelBytes;
      shareOut(pixelBytes, rows, across, d, window, dxLine, share, adds);
      column += ENTRY_BYTES;
      d += pixelBytes;
    }
    lines += ENTRY_BYTES;
    dy += dyLine;
  }
}

function shareOut(
  bytes: usize,
  rows: i32,
  across: i32,
  dy: usize,
  window: usize,
  dxLine: usize,
  share: f32,
  adds: bool,
): void {
  const factor = f32x4.splat(share);
  for (; rows > 0; rows--) {
    let pixel = window;
    for (let i: i32 = 0; i < across; i++) {
      for (let j: usize = 0; j < bytes; j += 16) {
        const d = f32x4.mul(v128.load(dy + j), factor);
        v128.store(pixel + j, adds ? f32x4.add(v128.load(pixel + j), d) : d);
      }
      pixel += bytes;
    }
    window += dxLine;
  }
}
