// Softmax and cross-entropy, four examples at a time.
import { exponential, logOnePlus } from '../math';

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
export function firstMaximum(classes: i32, logits: usize, stride: usize): v128 {
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
export function valueOfClass(classes: i32, logits: usize, stride: usize, wanted: v128): v128 {
  let value = f32x4.splat(0);
  for (let j: i32 = 0; j < classes; j++) {
    value = v128.or(value, v128.and(v128.load(logits), i32x4.eq(wanted, i32x4.splat(j))));
    logits += stride;
  }
  return value;
}

/** Stores exp(z - largest). */
export function storeExponentials(
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
export function sumWithout(classes: i32, values: usize, stride: usize, excluded: v128): v128 {
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
