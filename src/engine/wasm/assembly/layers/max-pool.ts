// The largest value of every window, for one block. A window is described by two tables of 12 bytes
// per output line and per output column: first and last (exclusive) input pixel, and a divisor.
const ENTRY_BYTES: usize = 12;

/** y = the largest value of the window; NaN if there is one in it. */
export function maxPool(
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
      const window = line + <usize>left * pixelBytes;
      const target = y + <usize>i * pixelBytes;
      if (rows == 2 && across == 2) maxOfFour(pixelBytes, window, xLine, target);
      else maxOfWindow(pixelBytes, rows, across, window, xLine, target);
      column += ENTRY_BYTES;
    }
    lines += ENTRY_BYTES;
    y += yLine;
  }
}

function maxOfFour(bytes: usize, window: usize, xLine: usize, y: usize): void {
  const below = window + xLine;
  for (let i: usize = 0; i < bytes; i += 16) {
    const upper = f32x4.max(v128.load(window + i), v128.load(window + bytes + i));
    const lower = f32x4.max(v128.load(below + i), v128.load(below + bytes + i));
    v128.store(y + i, f32x4.max(upper, lower));
  }
}

function maxOfWindow(
  bytes: usize,
  rows: i32,
  across: i32,
  window: usize,
  xLine: usize,
  y: usize,
): void {
  memory.copy(y, window, bytes);
  for (; rows > 0; rows--) {
    let pixel = window;
    for (let i: i32 = 0; i < across; i++) {
      for (let j: usize = 0; j < bytes; j += 16) {
        v128.store(y + j, f32x4.max(v128.load(y + j), v128.load(pixel + j)));
      }
      pixel += bytes;
    }
    window += xLine;
  }
}

/**
 * y = the value of x where the recorded x of the window is first as large as the recorded y, its
 * largest value then; 0 where that is NaN.
 */
export function chosenOfPool(
  channels: i32,
  height: i32,
  width: i32,
  lines: usize,
  columns: usize,
  x: usize,
  xLine: usize,
  recordedX: usize,
  recordedXLine: usize,
  recordedY: usize,
  recordedYLine: usize,
  y: usize,
  yLine: usize,
): void {
  const pixelBytes = (<usize>channels) << 6;
  for (; height > 0; height--) {
    const top = load<u32>(lines);
    const rows: i32 = load<u32>(lines, 4) - top;
    let column = columns;
    let at: usize = 0;
    for (let i: i32 = 0; i < width; i++) {
      const left = load<u32>(column);
      const across: i32 = load<u32>(column, 4) - left;
      const first = <usize>left * pixelBytes;
      const window = x + <usize>top * xLine + first;
      const recorded = recordedX + <usize>top * recordedXLine + first;
      const largest = recordedY + at;
      chosen(pixelBytes, rows, across, window, xLine, recorded, recordedXLine, largest, y + at);
      column += ENTRY_BYTES;
      at += pixelBytes;
    }
    lines += ENTRY_BYTES;
    recordedY += recordedYLine;
    y += yLine;
  }
}

function chosen(
  bytes: usize,
  rows: i32,
  across: i32,
  x: usize,
  xLine: usize,
  recorded: usize,
  recordedLine: usize,
  largest: usize,
  y: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const wanted = v128.load(largest + i);
    let open = f32x4.eq(wanted, wanted); // all ones where none was found yet
    let value = f32x4.splat(0);
    for (let row: i32 = 0; row < rows; row++) {
      let source = x + <usize>row * xLine + i;
      let record = recorded + <usize>row * recordedLine + i;
      for (let j: i32 = 0; j < across; j++) {
        const found = v128.and(open, f32x4.eq(v128.load(record), wanted));
        value = v128.bitselect(v128.load(source), value, found);
        open = v128.andnot(open, found);
        source += bytes;
        record += bytes;
      }
    }
    v128.store(y + i, value);
  }
}

/**
 * dx = dy at the first largest value of each window in row-major order, 0 at the others; added to dx
 * if `adds`, as it must be where windows overlap.
 */
export function maxPoolGradient(
  channels: i32,
  height: i32,
  width: i32,
  lines: usize,
  columns: usize,
  x: usize,
  xLine: usize,
  y: usize,
  yLine: usize,
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
    let column = columns;
    let at: usize = 0;
    for (let i: i32 = 0; i < width; i++) {
      const left = load<u32>(column);
      const across: i32 = load<u32>(column, 4) - left;
      const window = x + <usize>top * xLine + <usize>left * pixelBytes;
      const target = dx + <usize>top * dxLine + <usize>left * pixelBytes;
      if (rows == 2 && across == 2) {
        toFour(pixelBytes, window, xLine, y + at, dy + at, target, dxLine, adds);
      } else {
        toWindow(pixelBytes, rows, across, window, xLine, y + at, dy + at, target, dxLine, adds);
      }
      column += ENTRY_BYTES;
      at += pixelBytes;
    }
    lines += ENTRY_BYTES;
    y += yLine;
    dy += dyLine;
  }
}

function toFour(
  bytes: usize,
  x: usize,
  xLine: usize,
  y: usize,
  dy: usize,
  dx: usize,
  dxLine: usize,
  adds: bool,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const largest = v128.load(y + i);
    const d = v128.load(dy + i);
    const first = f32x4.eq(v128.load(x + i), largest);
    const second = f32x4.eq(v128.load(x + bytes + i), largest);
    const third = f32x4.eq(v128.load(x + xLine + i), largest);
    const fourth = f32x4.eq(v128.load(x + xLine + bytes + i), largest);
    const upper = v128.or(first, second);
    write(dx + i, v128.and(d, first), adds);
    write(dx + bytes + i, v128.and(d, v128.andnot(second, first)), adds);
    write(dx + dxLine + i, v128.and(d, v128.andnot(third, upper)), adds);
    const earlier = v128.or(upper, third);
    write(dx + dxLine + bytes + i, v128.and(d, v128.andnot(fourth, earlier)), adds);
  }
}

function toWindow(
  bytes: usize,
  rows: i32,
  across: i32,
  x: usize,
  xLine: usize,
  y: usize,
  dy: usize,
  dx: usize,
  dxLine: usize,
  adds: bool,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const largest = v128.load(y + i);
    let d = v128.load(dy + i); // what has not found its place yet
    for (let row: i32 = 0; row < rows; row++) {
      let source = x + <usize>row * xLine + i;
      let target = dx + <usize>row * dxLine + i;
      for (let j: i32 = 0; j < across; j++) {
        const found = f32x4.eq(v128.load(source), largest);
        write(target, v128.and(d, found), adds);
        d = v128.andnot(d, found);
        source += bytes;
        target += bytes;
      }
    }
  }
}

function write(target: usize, d: v128, adds: bool): void {
  v128.store(target, adds ? f32x4.add(v128.load(target), d) : d);
}
