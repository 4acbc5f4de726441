// Losses that are sums over single outputs, and what goes with them.
import { firstMaximum } from './loss';
import { sumOfUsed } from './loss-cross-entropy';
import { logistic, softPlus } from '../math';

// The codes in losses.ts.
const MEAN_SQUARED_ERROR = 0;
const HUBER = 1;

/**
 * A loss l(z, t) of outputs z and targets t, laid out alike: the sum over `count` examples of the mean
 * over the outputs goes to `result` (a double), the gradient of the mean over all to `gradient`,
 * zero in unused lanes.
 *
 * Code 0 is (z - t)^2; 1 is Huber's loss, (z - t)^2 / 2 up to |z - t| = delta and linear beyond;
 * 2 is the binary cross-entropy log(1 + exp(z)) - t z.
 */
export function outputLoss(
  code: i32,
  delta: f32,
  outputs: i32,
  z: usize,
  targets: usize,
  count: i32,
  stride: usize,
  gradient: usize,
  result: usize,
): void {
  let loss: f64 = 0;
  const scale = f32x4.splat(<f32>(1 / (<f64>count * <f64>outputs)));
  const laneIndex = i32x4(0, 1, 2, 3);
  for (let output: i32 = 0; output < outputs; output++) {
    let at: usize = 0;
    for (let example: i32 = 0; example < count; example += 4) {
      const used = i32x4.lt_s(laneIndex, i32x4.splat(count - example));
      const x = v128.load(z + at);
      const t = v128.load(targets + at);
      const slope = f32x4.mul(slopeOf(code, delta, x, t), scale);
      v128.store(gradient + at, v128.and(slope, used));
      loss += sumOfUsed(valueOf(code, delta, x, t), used);
      at += 16;
    }
    z += stride;
    targets += stride;
    gradient += stride;
  }
  store<f64>(result, loss / <f64>outputs);
}

function valueOf(code: i32, delta: f32, x: v128, t: v128): v128 {
  const error = f32x4.sub(x, t);
  if (code == MEAN_SQUARED_ERROR) return f32x4.mul(error, error);
  if (code == HUBER) {
    // With a = |error| and c = min(a, delta): c (a - c / 2).
    const a = f32x4.abs(error);
    const c = f32x4.pmin(a, f32x4.splat(delta));
    return f32x4.mul(c, f32x4.sub(a, f32x4.mul(c, f32x4.splat(0.5))));
  }
  return f32x4.sub(softPlus(x), f32x4.mul(x, t));
}

function slopeOf(code: i32, delta: f32, x: v128, t: v128): v128 {
  const error = f32x4.sub(x, t);
  if (code == MEAN_SQUARED_ERROR) return f32x4.add(error, error);
  if (code == HUBER) {
    return f32x4.pmax(f32x4.pmin(error, f32x4.splat(delta)), f32x4.splat(-delta));
  }
  return f32x4.sub(logistic(x), t);
}

/**
 * Multi-class margin loss: the sum over `count` examples of sum over j != label of
 * max(0, 1 - z_label + z_j) / classes goes to `result`, the gradient of the mean to `gradient`.
 */
export function multiMargin(
  classes: i32,
  logits: usize,
  labels: usize,
  count: i32,
  stride: usize,
  gradient: usize,
  result: usize,
): void {
  let loss: f64 = 0;
  const scale = f32x4.splat(<f32>(1 / (<f64>count * <f64>classes)));
  const laneIndex = i32x4(0, 1, 2, 3);
  for (let example: i32 = 0; example < count; example += 4) {
    const used = i32x4.lt_s(laneIndex, i32x4.splat(count - example));
    const label = v128.load(labels);
    loss += sumOfUsed(marginLoss(classes, logits, stride, label, gradient, scale, used), used);
    logits += 16;
    gradient += 16;
    labels += 16;
  }
  store<f64>(result, loss / <f64>classes);
}

/** The sums of the margins of four examples, whose gradients are stored. */
function marginLoss(
  classes: i32,
  logits: usize,
  stride: usize,
  label: v128,
  gradient: usize,
  scale: v128,
  used: v128,
): v128 {
  const zero = f32x4.splat(0);
  const factor = v128.and(scale, used);
  let right = zero;
  for (let j: i32 = 0; j < classes; j++) {
    const z = v128.load(logits + <usize>j * stride);
    right = v128.or(right, v128.and(z, i32x4.eq(label, i32x4.splat(j))));
  }
  const limit = f32x4.sub(f32x4.splat(1), right);
  let losses = zero;
  let violations = zero;
  for (let j: i32 = 0; j < classes; j++) {
    const margin = f32x4.add(limit, v128.load(logits + <usize>j * stride));
    const isLabel = i32x4.eq(label, i32x4.splat(j));
    losses = f32x4.add(losses, v128.andnot(f32x4.pmax(margin, zero), isLabel));
    const violates = v128.andnot(f32x4.gt(margin, zero), isLabel);
    violations = f32x4.add(violations, v128.and(f32x4.splat(1), violates));
    v128.store(gradient + <usize>j * stride, v128.and(factor, violates));
  }
  for (let j: i32 = 0; j < classes; j++) {
    const isLabel = i32x4.eq(label, i32x4.splat(j));
    const place = gradient + <usize>j * stride;
    const push = f32x4.neg(f32x4.mul(violations, factor));
    v128.store(place, v128.bitselect(push, v128.load(place), isLabel));
  }
  return losses;
}

/** How many of `count` examples have their label as the first of the largest logits, as a double. */
export function countRight(
  classes: i32,
  logits: usize,
  labels: usize,
  count: i32,
  stride: usize,
  result: usize,
): void {
  let right: i32 = 0;
  const laneIndex = i32x4(0, 1, 2, 3);
  for (let example: i32 = 0; example < count; example += 4) {
    const used = i32x4.lt_s(laneIndex, i32x4.splat(count - example));
    const isRight = i32x4.eq(firstMaximum(classes, logits, stride), v128.load(labels));
    right += popcnt(i32x4.bitmask(v128.and(isRight, used)));
    logits += 16;
    labels += 16;
  }
  store<f64>(result, <f64>right);
}

/** Targets of 1 at the label and 0 elsewhere. */
export function oneHot(
  classes: i32,
  labels: usize,
  count: i32,
  stride: usize,
  targets: usize,
): void {
  const one = f32x4.splat(1);
  for (let j: i32 = 0; j < classes; j++) {
    const wanted = i32x4.splat(j);
    for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
      v128.store(targets + i, v128.and(one, i32x4.eq(v128.load(labels + i), wanted)));
    }
    targets += stride;
  }
}
