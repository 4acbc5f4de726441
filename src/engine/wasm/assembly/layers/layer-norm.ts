// Normalisation over all features of each example, for one block (or all rows).
//
// Feature c of pixel p has the number c * height * width + p; channel c of a pixel lies
// c * channelBytes after its start. `statistics` holds the means of the examples and, after
// `vectors` vectors, 1 / deviation; `sums` has room for as much.

/** y = scale (x - mean) / deviation + shift. */
export function layerNorm(
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
  epsilon: f32,
  scale: usize,
  shift: usize,
  statistics: usize,
  sums: usize,
): void {
  const bytes = (<usize>vectors) << 4;
  const values = f32x4.splat(<f32>(channels * height * width));
  memory.fill(statistics, 0, 2 * bytes);
  collect(
    false,
    channels,
    height,
    width,
    channelBytes,
    pixelBytes,
    xLine,
    x,
    bytes,
    statistics,
    sums,
  );
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(statistics + i, f32x4.div(v128.load(sums + i), values));
  }
  collect(
    true,
    channels,
    height,
    width,
    channelBytes,
    pixelBytes,
    xLine,
    x,
    bytes,
    statistics,
    sums,
  );
  for (let i: usize = 0; i < bytes; i += 16) {
    finishExample(values, epsilon, statistics + i, sums + i, bytes);
  }
  const area = (<usize>(height * width)) << 2;
  let pixel: usize = 0;
  for (; height > 0; height--) {
    for (let column: i32 = 0; column < width; column++) {
      let at = <usize>column * pixelBytes;
      let place = pixel;
      for (let channel: i32 = 0; channel < channels; channel++) {
        const a = v128.load32_splat(scale + place);
        const b = v128.load32_splat(shift + place);
        for (let i = at; i < at + bytes; i += 16) {
          const u = standardised(x + i, statistics + i - at, bytes);
          v128.store(y + i, f32x4.add(f32x4.mul(u, a), b));
        }
        at += channelBytes;
        place += area;
      }
      pixel += 4;
    }
    x += xLine;
    y += yLine;
  }
}

/** Sums of x - mean over the features and, if `squares`, of its squares. */
function collect(
  squares: bool,
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  xLine: usize,
  x: usize,
  bytes: usize,
  statistics: usize,
  sums: usize,
): void {
  memory.fill(sums, 0, 2 * bytes);
  for (; height > 0; height--) {
    for (let column: i32 = 0; column < width; column++) {
      let row = x + <usize>column * pixelBytes;
      for (let channel: i32 = 0; channel < channels; channel++) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const d = f32x4.sub(v128.load(row + i), v128.load(statistics + i));
          addTo(sums + i, d);
          if (squares) addTo(sums + bytes + i, f32x4.mul(d, d));
        }
        row += channelBytes;
      }
    }
    x += xLine;
  }
}

/** Corrects the mean for its rounding, and makes 1 / deviation of the sums about it. */
function finishExample(
  values: v128,
  epsilon: f32,
  statistics: usize,
  sums: usize,
  bytes: usize,
): void {
  const sum = v128.load(sums);
  const offset = f32x4.div(sum, values);
  const squares = f32x4.sub(v128.load(sums + bytes), f32x4.mul(sum, offset));
  const variance = f32x4.add(f32x4.div(squares, values), f32x4.splat(epsilon));
  v128.store(statistics, f32x4.add(v128.load(statistics), offset));
  v128.store(statistics + bytes, f32x4.div(f32x4.splat(1), f32x4.sqrt(variance)));
}

/** (x - mean) / deviation. */
export function standardised(x: usize, statistics: usize, bytes: usize): v128 {
  return f32x4.mul(f32x4.sub(v128.load(x), v128.load(statistics)), v128.load(statistics + bytes));
}

/** Adds to the vector at `target`. */
export function addTo(target: usize, v: v128): void {
  v128.store(target, f32x4.add(v128.load(target), v));
}
