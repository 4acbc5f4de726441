// Optimiser steps over flat arrays of `count` floats, in place. A mask (0: none) has one word per
// weight, all ones where the weight survives and zero where it is pruned.
import {
  loadVector,
  loadMask,
  NEGLIGIBLE_MEAN,
  NEGLIGIBLE_SQUARE,
  storeVector,
  withoutNegligible,
} from './optimiser-vectors';

/**
 * d = g + weightDecay * w; velocity = momentum * velocity + rest * d; w -= learningRate * velocity, or
 * learningRate * (d + momentum * velocity) if `nesterov`.
 */
export function sgd(
  count: i32,
  weights: usize,
  gradient: usize,
  velocity: usize,
  mask: usize,
  learningRate: f32,
  momentum: f32,
  rest: f32,
  weightDecay: f32,
  nesterov: bool,
): void {
  for (; count > 0; count -= 4) {
    const keep = loadMask(mask, count);
    const w = loadVector(weights, count);
    const decay = f32x4.mul(f32x4.splat(weightDecay), w);
    const d = v128.and(f32x4.add(loadVector(gradient, count), decay), keep);
    const kept = f32x4.mul(f32x4.splat(momentum), loadVector(velocity, count));
    const fresh = f32x4.mul(f32x4.splat(rest), d);
    const v = withoutNegligible(f32x4.add(kept, fresh), NEGLIGIBLE_MEAN);
    storeVector(velocity, v, count);
    const step = nesterov ? f32x4.add(d, f32x4.mul(f32x4.splat(momentum), v)) : v;
    const moved = f32x4.sub(w, f32x4.mul(f32x4.splat(learningRate), step));
    storeVector(weights, v128.and(moved, keep), count);
    weights += 16;
    gradient += 16;
    velocity += 16;
    if (mask) mask += 16;
  }
}

/**
 * g += weightDecay * w; square = decay * square + rest * g^2;
 * w -= learningRate * g / (sqrt(square) + epsilon).
 *
 * RMSprop with rest = 1 - decay, Adagrad with decay = rest = 1.
 */
export function scaledByRoot(
  count: i32,
  weights: usize,
  gradient: usize,
  square: usize,
  mask: usize,
  learningRate: f32,
  decay: f32,
  rest: f32,
  epsilon: f32,
  weightDecay: f32,
): void {
  for (; count > 0; count -= 4) {
    const keep = loadMask(mask, count);
    const w = loadVector(weights, count);
    const decayed = f32x4.add(loadVector(gradient, count), f32x4.mul(f32x4.splat(weightDecay), w));
    const g = v128.and(decayed, keep);
    const kept = f32x4.mul(f32x4.splat(decay), loadVector(square, count));
    const fresh = f32x4.mul(f32x4.splat(rest), f32x4.mul(g, g));
    const v = withoutNegligible(f32x4.add(kept, fresh), NEGLIGIBLE_SQUARE);
    storeVector(square, v, count);
    const root = f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(learningRate), g), root));
    storeVector(weights, v128.and(moved, keep), count);
    weights += 16;
    gradient += 16;
    square += 16;
    if (mask) mask += 16;
  }
}

/** The sum of the squares of the surviving weights' gradients, in double precision. */
export function squaredNorm(count: i32, gradient: usize, mask: usize): f64 {
  let sum = f64x2.splat(0);
  for (; count > 0; count -= 4) {
    const g = v128.and(loadVector(gradient, count), loadMask(mask, count));
    const low = f64x2.promote_low_f32x4(g);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(g, g, 2, 3, 2, 3));
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
    gradient += 16;
    if (mask) mask += 16;
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** values *= factor. */
export function scaleBy(count: i32, values: usize, factor: f32): void {
  for (; count > 0; count -= 4) {
    storeVector(values, f32x4.mul(loadVector(values, count), f32x4.splat(factor)), count);
    values += 16;
  }
}
