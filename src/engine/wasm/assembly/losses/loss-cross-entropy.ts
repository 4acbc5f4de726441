// Cross-entropy with smoothed labels and weighted classes, four examples at a time.
import { firstMaximum, storeExponentials, sumWithout, valueOfClass } from './loss';
import { logOnePlus } from '../math';

/**
 * The cross-entropy of `count` examples goes to `result` (a double), as their number times the mean;
 * the gradient of the mean goes to `gradient`, zero in unused lanes.
 *
 * With q = (1 - smoothing) onehot(label) + smoothing / classes and class weights w (0: all 1), the
 * targets are t = w q, the mean is the sum of -t log softmax(z) over the sum of the labels' weights
 * W, and dL/dz = (sum(t) softmax(z) - t) / W.
 */
export function weightedCrossEntropy(
  classes: i32,
  logits: usize,
  labels: usize,
  count: i32,
  stride: usize,
  smoothing: f32,
  weights: usize,
  gradient: usize,
  result: usize,
): void {
  let loss: f64 = 0;
  const total = sumOfWeights(labels, count, weights);
  const scale = f32x4.splat(<f32>(1 / total));
  const laneIndex = i32x4(0, 1, 2, 3);
  for (let example: i32 = 0; example < count; example += 4) {
    const used = i32x4.lt_s(laneIndex, i32x4.splat(count - example));
    const label = v128.load(labels);
    const first = firstMaximum(classes, logits, stride);
    const largest = valueOfClass(classes, logits, stride, first);
    storeExponentials(classes, logits, stride, largest, gradient);
    const rest = sumWithout(classes, gradient, stride, first);
    const sum = f32x4.add(f32x4.splat(1), rest);
    const log = logOnePlus(rest, sum);
    const losses = targetLoss(classes, logits, stride, label, smoothing, weights, largest, log);
    const wrong = sumWithout(classes, gradient, stride, label);
    const factor = f32x4.div(scale, sum);
    storeGradient(classes, gradient, stride, label, smoothing, weights, wrong, sum, factor, used);
    loss += sumOfUsed(losses, used);
    logits += 16;
    gradient += 16;
    labels += 16;
  }
  store<f64>(result, (loss * <f64>count) / total);
}

function sumOfWeights(labels: usize, count: i32, weights: usize): f64 {
  if (!weights) return <f64>count;
  let total: f64 = 0;
  for (; count > 0; count--) {
    total += <f64>load<f32>(weights + ((<usize>load<u32>(labels)) << 2));
    labels += 4;
  }
  return total;
}

/** The target t of class j in each lane. */
function targetOf(j: i32, classes: i32, isLabel: v128, smoothing: f32, weights: usize): v128 {
  const share = smoothing / <f32>classes;
  const weight: f32 = weights ? load<f32>(weights + ((<usize>j) << 2)) : 1;
  const most = f32x4.splat((1 - smoothing + share) * weight);
  return v128.bitselect(most, f32x4.splat(share * weight), isLabel);
}

/** The sum over the classes of t (log + largest - z). */
function targetLoss(
  classes: i32,
  logits: usize,
  stride: usize,
  label: v128,
  smoothing: f32,
  weights: usize,
  largest: v128,
  log: v128,
): v128 {
  let losses = f32x4.splat(0);
  for (let j: i32 = 0; j < classes; j++) {
    const t = targetOf(j, classes, i32x4.eq(label, i32x4.splat(j)), smoothing, weights);
    const margin = f32x4.sub(largest, v128.load(logits));
    losses = f32x4.add(losses, f32x4.mul(t, f32x4.add(log, margin)));
    logits += stride;
  }
  return losses;
}

/**
 * Turns exponentials e into (e sum(t) - t sum(e)) factor, and 0 in unused lanes.
 *
 * At the label, that is e (sum(t) - t) - t `wrong`, where `wrong` is the sum of the other e, which
 * loses no digits when the network is all but certain.
 */
function storeGradient(
  classes: i32,
  gradient: usize,
  stride: usize,
  label: v128,
  smoothing: f32,
  weights: usize,
  wrong: v128,
  sum: v128,
  factor: v128,
  used: v128,
): void {
  let others = f32x4.splat(0); // the sum of t without the label's
  let atLabel = others;
  for (let j: i32 = 0; j < classes; j++) {
    const isLabel = i32x4.eq(label, i32x4.splat(j));
    const t = targetOf(j, classes, isLabel, smoothing, weights);
    others = f32x4.add(others, v128.andnot(t, isLabel));
    atLabel = v128.or(atLabel, v128.and(t, isLabel));
  }
  const all = f32x4.add(others, atLabel);
  for (let j: i32 = 0; j < classes; j++) {
    const isLabel = i32x4.eq(label, i32x4.splat(j));
    const t = targetOf(j, classes, isLabel, smoothing, weights);
    const e = v128.load(gradient);
    const gain = f32x4.mul(e, v128.bitselect(others, all, isLabel));
    const cost = f32x4.mul(t, v128.bitselect(wrong, sum, isLabel));
    v128.store(gradient, v128.and(f32x4.mul(f32x4.sub(gain, cost), factor), used));
    gradient += stride;
  }
}

/** The sum of the lanes in use, in double precision. */
export function sumOfUsed(losses: v128, used: v128): f64 {
  losses = v128.and(losses, used);
  const low = f64x2.promote_low_f32x4(losses);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(losses, losses, 2, 3, 2, 3));
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
