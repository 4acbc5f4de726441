// Optimiser steps over flat arrays of `count` floats, in place. A mask (0: none) has one word per
// weight, all ones where the weight survives and zero where it is pruned.
import { NEGLIGIBLE_MEAN, NEGLIGIBLE_SQUARE, Vector, withoutNegligible } from './optimiser-vectors';

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
  rate: f32,
  momentum: f32,
  rest: f32,
  weightDecay: f32,
  nesterov: bool,
): void {
  const end = (<usize>(count >> 2)) << 4;
  let i: usize = 0;
  for (; i < end; i += 16) {
    Step.sgd(0, i, weights, gradient, velocity, mask, rate, momentum, rest, weightDecay, nesterov);
  }
  const last = count & 3;
  if (last) {
    Step.sgd(
      last,
      i,
      weights,
      gradient,
      velocity,
      mask,
      rate,
      momentum,
      rest,
      weightDecay,
      nesterov,
    );
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
  rate: f32,
  decay: f32,
  rest: f32,
  epsilon: f32,
  weightDecay: f32,
): void {
  const end = (<usize>(count >> 2)) << 4;
  let i: usize = 0;
  for (; i < end; i += 16) {
    Step.byRoot(0, i, weights, gradient, square, mask, rate, decay, rest, epsilon, weightDecay);
  }
  const last = count & 3;
  if (last) {
    Step.byRoot(last, i, weights, gradient, square, mask, rate, decay, rest, epsilon, weightDecay);
  }
}

// The step of one vector, `i` bytes from the start.
class Step {
  @inline
  static sgd(
    last: i32,
    i: usize,
    weights: usize,
    gradient: usize,
    velocity: usize,
    mask: usize,
    rate: f32,
    momentum: f32,
    rest: f32,
    weightDecay: f32,
    nesterov: bool,
  ): void {
    const keep = Vector.mask(mask, i, last);
    const w = Vector.load(weights + i, last);
    const decay = f32x4.mul(f32x4.splat(weightDecay), w);
    const d = v128.and(f32x4.add(Vector.load(gradient + i, last), decay), keep);
    const kept = f32x4.mul(f32x4.splat(momentum), Vector.load(velocity + i, last));
    const fresh = f32x4.mul(f32x4.splat(rest), d);
    const v = withoutNegligible(f32x4.add(kept, fresh), NEGLIGIBLE_MEAN);
    Vector.store(velocity + i, v, last);
    const step = nesterov ? f32x4.add(d, f32x4.mul(f32x4.splat(momentum), v)) : v;
    const moved = f32x4.sub(w, f32x4.mul(f32x4.splat(rate), step));
    Vector.store(weights + i, v128.and(moved, keep), last);
  }

  @inline
  static byRoot(
    last: i32,
    i: usize,
    weights: usize,
    gradient: usize,
    square: usize,
    mask: usize,
    rate: f32,
    decay: f32,
    rest: f32,
    epsilon: f32,
    weightDecay: f32,
  ): void {
    const keep = Vector.mask(mask, i, last);
    const w = Vector.load(weights + i, last);
    const decayed = f32x4.mul(f32x4.splat(weightDecay), w);
    const g = v128.and(f32x4.add(Vector.load(gradient + i, last), decayed), keep);
    const kept = f32x4.mul(f32x4.splat(decay), Vector.load(square + i, last));
    const fresh = f32x4.mul(f32x4.splat(rest), f32x4.mul(g, g));
    const v = withoutNegligible(f32x4.add(kept, fresh), NEGLIGIBLE_SQUARE);
    Vector.store(square + i, v, last);
    const root = f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(rate), g), root));
    Vector.store(weights + i, v128.and(moved, keep), last);
  }
}

/** The sum of the squares of the surviving weights' gradients, in double precision. */
export function squaredNorm(count: i32, gradient: usize, mask: usize): f64 {
  const end = (<usize>(count >> 2)) << 4;
  const last = count & 3;
  let sum = f64x2.splat(0);
  let i: usize = 0;
  for (; i < end; i += 16) {
    sum = withSquares(sum, v128.and(v128.load(gradient + i), Vector.mask(mask, i, 0)));
  }
  if (last) {
    const g = v128.and(Vector.load(gradient + i, last), Vector.mask(mask, i, last));
    sum = withSquares(sum, g);
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function withSquares(sum: v128, g: v128): v128 {
  const low = f64x2.promote_low_f32x4(g);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(g, g, 2, 3, 2, 3));
  return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
}

/** values *= factor. */
export function scaleBy(count: i32, values: usize, factor: f32): void {
  for (; count >= 4; count -= 4) {
    v128.store(values, f32x4.mul(v128.load(values), f32x4.splat(factor)));
    values += 16;
  }
  for (; count > 0; count--) {
    store<f32>(values, load<f32>(values) * factor);
    values += 4;
  }
}
