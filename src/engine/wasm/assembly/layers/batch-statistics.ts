// The mean and variance of every channel over a batch, in one pass over the values.
//
// Values are summed relative to a shift close to the mean, and the sums of every few lines are merged
// in double precision (Chan, Golub & LeVeque 1979). A record of 64 bytes per channel holds:
const SUM = 0; // per vector lane, of x - shift
const SQUARES = 16; // per vector lane, of (x - shift)^2
const MEAN = 32; // f64, so far
const DEVIATIONS = 40; // f64, the sum of (x - mean)^2 so far
const SHIFT = 48; // f32, the mean so far
const RECORD_BYTES = 64;

/** Values of a channel that are summed in single precision before they are merged. */
const MOST_PENDING = 2048;

/** Clears the records; the shift starts as the mean of the first pixel's `count` examples. */
export function beginStatistics(
  channels: i32,
  channelBytes: usize,
  x: usize,
  count: i32,
  records: usize,
): void {
  for (; channels > 0; channels--) {
    memory.fill(records, 0, RECORD_BYTES);
    let sum: f64 = 0;
    for (let i: usize = 0; i < <usize>count; i++) sum += <f64>load<f32>(x + (i << 2));
    store<f32>(records, <f32>(sum / <f64>count), SHIFT);
    x += channelBytes;
    records += RECORD_BYTES;
  }
}

/**
 * Adds one block (or all rows) of `count` examples to the records, which hold `before` values per
 * channel already. `x` points to the first pixel.
 */
export function collectStatistics(
  channels: i32,
  height: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  lineBytes: usize,
  x: usize,
  count: i32,
  before: f64,
  records: usize,
): void {
  const perLine = width * count;
  let pending: i32 = 0;
  for (let line: i32 = 1; line <= height; line++) {
    if (count == 16) sumLine16(channels, width, channelBytes, pixelBytes, x, records);
    else sumLine(channels, width, channelBytes, pixelBytes, x, count, records);
    pending += perLine;
    if (pending >= MOST_PENDING || line == height) {
      merge(channels, before, pending, records);
      before += <f64>pending;
      pending = 0;
    }
    x += lineBytes;
  }
}

/** Adds a line of 16 examples to the sums. */
function sumLine16(
  channels: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  x: usize,
  records: usize,
): void {
  const end = records + <usize>channels * RECORD_BYTES;
  for (; width > 0; width--) {
    let row = x;
    for (let record = records; record < end; record += RECORD_BYTES) {
      const shift = v128.load32_splat(record, SHIFT);
      const a = f32x4.sub(v128.load(row), shift);
      const b = f32x4.sub(v128.load(row, 16), shift);
      const c = f32x4.sub(v128.load(row, 32), shift);
      const d = f32x4.sub(v128.load(row, 48), shift);
      const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
      const squares = f32x4.add(
        f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)),
        f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d)),
      );
      v128.store(record, f32x4.add(v128.load(record, SUM), sum), SUM);
      v128.store(record, f32x4.add(v128.load(record, SQUARES), squares), SQUARES);
      row += channelBytes;
    }
    x += pixelBytes;
  }
}

/** Adds a line of `count` examples to the sums. */
function sumLine(
  channels: i32,
  width: i32,
  channelBytes: usize,
  pixelBytes: usize,
  x: usize,
  count: i32,
  records: usize,
): void {
  const end = records + <usize>channels * RECORD_BYTES;
  const whole = (<usize>(count >> 2)) << 4;
  const used = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count & 3));
  for (; width > 0; width--) {
    let row = x;
    for (let record = records; record < end; record += RECORD_BYTES) {
      const shift = v128.load32_splat(record, SHIFT);
      let sum = v128.load(record, SUM);
      let squares = v128.load(record, SQUARES);
      for (let i: usize = 0; i < whole; i += 16) {
        const d = f32x4.sub(v128.load(row + i), shift);
        sum = f32x4.add(sum, d);
        squares = f32x4.add(squares, f32x4.mul(d, d));
      }
      if (count & 3) {
        const d = v128.and(f32x4.sub(v128.load(row + whole), shift), used);
        sum = f32x4.add(sum, d);
        squares = f32x4.add(squares, f32x4.mul(d, d));
      }
      v128.store(record, sum, SUM);
      v128.store(record, squares, SQUARES);
      row += channelBytes;
    }
    x += pixelBytes;
  }
}

/** Merges the sums of `pending` values per channel into the mean and the deviations of `before`. */
function merge(channels: i32, before: f64, pending: i32, records: usize): void {
  const inverse = 1 / <f64>pending;
  const share = <f64>pending / (before + <f64>pending);
  for (; channels > 0; channels--) {
    const sum = sumOfLanes(v128.load(records, SUM));
    const squares = sumOfLanes(v128.load(records, SQUARES));
    const offset = sum * inverse; // of these values' mean from the shift
    const mean = load<f64>(records, MEAN);
    const step = <f64>load<f32>(records, SHIFT) + offset - mean;
    const deviations = squares - sum * offset + step * step * before * share;
    store<f64>(records, mean + step * share, MEAN);
    store<f64>(records, max(load<f64>(records, DEVIATIONS) + deviations, 0), DEVIATIONS);
    store<f32>(records, <f32>(mean + step * share), SHIFT);
    v128.store(records, f32x4.splat(0), SUM);
    v128.store(records, f32x4.splat(0), SQUARES);
    records += RECORD_BYTES;
  }
}

/** The sum of the four lanes, in double precision. */
export function sumOfLanes(v: v128): f64 {
  const low = f64x2.promote_low_f32x4(v);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * Turns records of `values` values per channel into constants (see batch-norm.ts), and moves the
 * running statistics: r = (1 - momentum) r + momentum * batch, with the unbiased variance (the
 * biased one of a single value). A momentum of 0 leaves them alone.
 */
export function finishStatistics(
  channels: i32,
  records: usize,
  values: f64,
  epsilon: f64,
  momentum: f64,
  scale: usize,
  shift: usize,
  runningMean: usize,
  runningVariance: usize,
  constants: usize,
): void {
  for (; channels > 0; channels--) {
    const mean = load<f64>(records, MEAN);
    const deviations = load<f64>(records, DEVIATIONS);
    storeConstants(constants, mean, deviations / values + epsilon, scale, shift);
    if (momentum != 0) {
      move(runningMean, momentum, mean);
      move(runningVariance, momentum, deviations / max<f64>(values - 1, 1));
    }
    records += RECORD_BYTES;
    constants += 16;
    scale += 4;
    shift += 4;
    runningMean += 4;
    runningVariance += 4;
  }
}

function move(running: usize, momentum: f64, value: f64): void {
  store<f32>(running, <f32>((1 - momentum) * <f64>load<f32>(running) + momentum * value));
}

/** The constants for evaluation, from the running statistics. */
export function runningConstants(
  channels: i32,
  epsilon: f64,
  scale: usize,
  shift: usize,
  runningMean: usize,
  runningVariance: usize,
  constants: usize,
): void {
  for (; channels > 0; channels--) {
    const variance = <f64>load<f32>(runningVariance) + epsilon;
    storeConstants(constants, <f64>load<f32>(runningMean), variance, scale, shift);
    constants += 16;
    scale += 4;
    shift += 4;
    runningMean += 4;
    runningVariance += 4;
  }
}

/** mean, factor = scale / deviation, shift, 1 / deviation. */
function storeConstants(
  constants: usize,
  mean: f64,
  variance: f64,
  scale: usize,
  shift: usize,
): void {
  const inverse = 1 / sqrt<f64>(variance);
  store<f32>(constants, <f32>mean);
  store<f32>(constants, <f32>(<f64>load<f32>(scale) * inverse), 4);
  store<f32>(constants, load<f32>(shift), 8);
  store<f32>(constants, <f32>inverse, 12);
}
