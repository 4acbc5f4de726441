// Adam and its variants, over flat arrays of `count` floats, in place; see optimisers.ts.
import {
  loadVector,
  loadMask,
  NEGLIGIBLE_MEAN,
  NEGLIGIBLE_SQUARE,
  storeVector,
  withoutNegligible,
} from './optimiser-vectors';

/**
 * g += coupledDecay * w; mean = beta1 * mean + rest1 * g; square = beta2 * square + rest2 * g^2;
 * w -= step * mean / (sqrt(square) * rootScale + epsilon).
 *
 * rest = 1 - beta, rounded from the exact difference; step = learningRate / (1 - beta1^t) and
 * rootScale = 1 / sqrt(1 - beta2^t) hold the bias corrections.
 *
 * `largest` (0: none) has the largest square so far, which takes its place (AMSGrad). With
 * `decoupledDecay`, learningRate * weightDecay, w -= decoupledDecay * w as well.
 */
export function adam(
  count: i32,
  weights: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  largest: usize,
  mask: usize,
  step: f32,
  rootScale: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  epsilon: f32,
  coupledDecay: f32,
  decoupledDecay: f32,
): void {
  for (; count > 0; count -= 4) {
    const keep = loadMask(mask, count);
    let w = loadVector(weights, count);
    const decay = f32x4.mul(f32x4.splat(coupledDecay), w);
    const g = v128.and(f32x4.add(loadVector(gradient, count), decay), keep);
    const oldMean = f32x4.mul(f32x4.splat(beta1), loadVector(mean, count));
    const newMean = f32x4.add(oldMean, f32x4.mul(f32x4.splat(rest1), g));
    const m = withoutNegligible(newMean, NEGLIGIBLE_MEAN);
    const oldSquare = f32x4.mul(f32x4.splat(beta2), loadVector(square, count));
    const newSquare = f32x4.add(oldSquare, f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)));
    let v = withoutNegligible(newSquare, NEGLIGIBLE_SQUARE);
    storeVector(mean, m, count);
    storeVector(square, v, count);
    if (largest) {
      v = f32x4.max(loadVector(largest, count), v);
      storeVector(largest, v, count);
      largest += 16;
    }
    if (decoupledDecay != 0) w = f32x4.sub(w, f32x4.mul(f32x4.splat(decoupledDecay), w));
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootScale)), f32x4.splat(epsilon));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(step), m), root));
    storeVector(weights, v128.and(moved, keep), count);
    weights += 16;
    gradient += 16;
    mean += 16;
    square += 16;
    if (mask) mask += 16;
  }
}
