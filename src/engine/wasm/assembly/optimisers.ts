// Optimiser steps over flat arrays of `count` floats, in place. A mask (0: none) has one word per
// weight, all ones where the weight survives and zero where it is pruned.

// Averages that decay towards zero (those of a dead unit, say) would end as denormal numbers, which
// rounding keeps from ever reaching zero and which many processors handle slowly. They are set to
// zero once they are too small to move any weight.
const NEGLIGIBLE_MEAN: f32 = 1e-32;
const NEGLIGIBLE_SQUARE: f32 = 1e-37;

/** d = g + weightDecay * w; velocity = momentum * velocity + d; w -= learningRate * velocity. */
export function sgd(
  count: i32,
  weights: usize,
  gradient: usize,
  velocity: usize,
  mask: usize,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
): void {
  for (; count >= 4; count -= 4) {
    const keep = mask ? v128.load(mask) : i32x4.splat(-1);
    const w = v128.load(weights);
    const d = f32x4.add(v128.load(gradient), f32x4.mul(f32x4.splat(weightDecay), w));
    const v = withoutNegligible(
      f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(velocity)), v128.and(d, keep)),
      NEGLIGIBLE_MEAN,
    );
    v128.store(velocity, v);
    const moved = f32x4.sub(w, f32x4.mul(f32x4.splat(learningRate), v));
    v128.store(weights, v128.and(moved, keep));
    weights += 16;
    gradient += 16;
    velocity += 16;
    if (mask) mask += 16;
  }
  for (; count > 0; count--) {
    if (!mask || load<u32>(mask)) {
      const w = load<f32>(weights);
      const d = load<f32>(gradient) + weightDecay * w;
      let v = momentum * load<f32>(velocity) + d;
      if (abs(v) < NEGLIGIBLE_MEAN) v = 0;
      store<f32>(velocity, v);
      store<f32>(weights, w - learningRate * v);
    }
    weights += 4;
    gradient += 4;
    velocity += 4;
    if (mask) mask += 4;
  }
}

/**
 * g += weightDecay * w; mean = beta1 * mean + rest1 * g; square = beta2 * square + rest2 * g^2;
 * w -= step * mean / (sqrt(square) * rootScale + epsilon).
 *
 * rest = 1 - beta, rounded from the exact difference; step = learningRate / (1 - beta1^t) and
 * rootScale = 1 / sqrt(1 - beta2^t) hold the bias corrections.
 */
export function adam(
  count: i32,
  weights: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  mask: usize,
  step: f32,
  rootScale: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  epsilon: f32,
  weightDecay: f32,
): void {
  for (; count >= 4; count -= 4) {
    const keep = mask ? v128.load(mask) : i32x4.splat(-1);
    const w = v128.load(weights);
    const decayed = f32x4.add(v128.load(gradient), f32x4.mul(f32x4.splat(weightDecay), w));
    const g = v128.and(decayed, keep);
    const m = withoutNegligible(
      f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(mean)), f32x4.mul(f32x4.splat(rest1), g)),
      NEGLIGIBLE_MEAN,
    );
    const v = withoutNegligible(
      f32x4.add(
        f32x4.mul(f32x4.splat(beta2), v128.load(square)),
        f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
      ),
      NEGLIGIBLE_SQUARE,
    );
    v128.store(mean, m);
    v128.store(square, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootScale)), f32x4.splat(epsilon));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(step), m), root));
    v128.store(weights, v128.and(moved, keep));
    weights += 16;
    gradient += 16;
    mean += 16;
    square += 16;
    if (mask) mask += 16;
  }
  for (; count > 0; count--) {
    if (!mask || load<u32>(mask)) {
      const w = load<f32>(weights);
      const g = load<f32>(gradient) + weightDecay * w;
      let m = beta1 * load<f32>(mean) + rest1 * g;
      let v = beta2 * load<f32>(square) + rest2 * (g * g);
      if (abs(m) < NEGLIGIBLE_MEAN) m = 0;
      if (v < NEGLIGIBLE_SQUARE) v = 0;
      store<f32>(mean, m);
      store<f32>(square, v);
      store<f32>(weights, w - (step * m) / (sqrt<f32>(v) * rootScale + epsilon));
    }
    weights += 4;
    gradient += 4;
    mean += 4;
    square += 4;
    if (mask) mask += 4;
  }
}

function withoutNegligible(x: v128, limit: f32): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(limit)));
}
