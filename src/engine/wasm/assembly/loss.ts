// Softmax and cross-entropy, four examples at a time. The functions exp and log are written out
// (after Cephes: expf, logf) because those of the platform differ in their last bits.

const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;

/**
 * The summed cross-entropy (nats) and the number of right answers of `count` examples go to `result`
 * (two doubles); the gradient of the MEAN cross-entropy goes to `gradient`, zero in unused lanes.
 *
 * dL/dz = (softmax(z) - onehot(label)) / count. An answer is right if the label is the first of the
 * largest logits.
 */
export function softmaxCrossEntropy(
  classes: i32,
  logits: usize,
  labels: usize,
  count: i32,
  stride: usize,
  gradient: usize,
  result: usize,
): void {
  let loss: f64 = 0;
  let right: i32 = 0;
  const scale = f32x4.splat(<f32>1 / <f32>count);
  const laneIndex = i32x4(0, 1, 2, 3);
  for (let example: i32 = 0; example < count; example += 4) {
    const used = i32x4.lt_s(laneIndex, i32x4.splat(count - example));
    const label = v128.load(labels);
    const first = firstMaximum(classes, logits, stride);
    const largest = valueOfClass(classes, logits, stride, first);
    storeExponentials(classes, logits, stride, largest, gradient);
    const rest = sumWithout(classes, gradient, stride, first); // the term of `first` is 1
    const sum = f32x4.add(f32x4.splat(1), rest);
    const wrong = sumWithout(classes, gradient, stride, label);
    storeGradient(classes, gradient, stride, label, wrong, f32x4.div(scale, sum), used);
    const margin = f32x4.sub(largest, valueOfClass(classes, logits, stride, label));
    const losses = v128.and(f32x4.add(logOnePlus(rest, sum), margin), used);
    const low = f64x2.promote_low_f32x4(losses);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(losses, losses, 2, 3, 2, 3));
    loss += f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
    loss += f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
    right += popcnt(i32x4.bitmask(v128.and(i32x4.eq(first, label), used)));
    logits += 16;
    gradient += 16;
    labels += 16;
  }
  store<f64>(result, loss);
  store<f64>(result, <f64>right, 8);
}

/** The class (i32x4) of the largest logit of each lane, the first one in a tie. */
function firstMaximum(classes: i32, logits: usize, stride: usize): v128 {
  let largest = v128.load(logits);
  let first = i32x4.splat(0);
  for (let j: i32 = 1; j < classes; j++) {
    logits += stride;
    const z = v128.load(logits);
    const larger = f32x4.gt(z, largest);
    largest = v128.bitselect(z, largest, larger);
    first = v128.bitselect(i32x4.splat(j), first, larger);
  }
  return first;
}

/** The logit of class `wanted` (i32x4) of each lane. */
function valueOfClass(classes: i32, logits: usize, stride: usize, wanted: v128): v128 {
  let value = f32x4.splat(0);
  for (let j: i32 = 0; j < classes; j++) {
    value = v128.or(value, v128.and(v128.load(logits), i32x4.eq(wanted, i32x4.splat(j))));
    logits += stride;
  }
  return value;
}

/** Stores exp(z - largest). */
function storeExponentials(
  classes: i32,
  logits: usize,
  stride: usize,
  largest: v128,
  target: usize,
): void {
  for (; classes > 0; classes--) {
    v128.store(target, exponential(f32x4.sub(v128.load(logits), largest)));
    logits += stride;
    target += stride;
  }
}

/** The sum over all classes but `excluded` (i32x4). */
function sumWithout(classes: i32, values: usize, stride: usize, excluded: v128): v128 {
  let sum = f32x4.splat(0);
  for (let j: i32 = 0; j < classes; j++) {
    sum = f32x4.add(sum, v128.andnot(v128.load(values), i32x4.eq(excluded, i32x4.splat(j))));
    values += stride;
  }
  return sum;
}

/**
 * Turns exponentials into scale * (exponential - [label] sum of all exponentials).
 *
 * At the label that is minus the sum of the others, `wrong`, which loses no digits when the
 * network is all but certain.
 */
function storeGradient(
  classes: i32,
  gradient: usize,
  stride: usize,
  label: v128,
  wrong: v128,
  scale: v128,
  used: v128,
): void {
  for (let j: i32 = 0; j < classes; j++) {
    const isLabel = i32x4.eq(label, i32x4.splat(j));
    const error = v128.bitselect(f32x4.neg(wrong), v128.load(gradient), isLabel);
    v128.store(gradient, v128.and(f32x4.mul(error, scale), used));
    gradient += stride;
  }
}

/** exp(x) for x <= 0; 0 below -87, NaN for NaN. */
function exponential(x: v128): v128 {
  const tooSmall = f32x4.lt(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, x), x), x), f32x4.splat(1));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127));
  return v128.andnot(f32x4.mul(p, i32x4.shl(exponent, 23)), tooSmall);
}

/**
 * log(1 + rest) for rest >= 0, where sum = fl(1 + rest); exact to the last bits for small `rest` too.
 *
 * The rounding error of `sum` is put back to first order, so that the loss of a network that is all
 * but certain is not rounded to zero.
 */
function logOnePlus(rest: v128, sum: v128): v128 {
  const one = f32x4.splat(1);
  const lost = f32x4.sub(rest, f32x4.sub(sum, one));
  return f32x4.add(logarithm(sum), f32x4.div(lost, sum));
}

/** log(x) for finite x >= 1. */
function logarithm(x: v128): v128 {
  const one = f32x4.splat(1);
  // x = m 2^e with m in [1/2, 1), then [sqrt(1/2), sqrt(2)), minus 1.
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  e = i32x4.add(e, small); // a true comparison is -1
  m = f32x4.sub(f32x4.add(m, v128.and(m, small)), one);
  const square = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.151461031e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.167699874e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), square);
  const exponent = f32x4.convert_i32x4_s(e);
  p = f32x4.add(p, f32x4.mul(exponent, f32x4.splat(LN2_LOW)));
  p = f32x4.sub(p, f32x4.mul(square, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, p), f32x4.mul(exponent, f32x4.splat(LN2_HIGH)));
}
