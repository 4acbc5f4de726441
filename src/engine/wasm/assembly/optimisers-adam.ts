// Adam and its variants, over flat arrays of `count` floats, in place; see optimisers.ts.
import { NEGLIGIBLE_MEAN, NEGLIGIBLE_SQUARE, Vector, withoutNegligible } from './optimiser-vectors';

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
  const end = (<usize>(count >> 2)) << 4;
  let i: usize = 0;
  for (; i < end; i += 16) {
    Adam.step(
      0,
      i,
      weights,
      gradient,
      mean,
      square,
      largest,
      mask,
      step,
      rootScale,
      beta1,
      rest1,
      beta2,
      rest2,
      epsilon,
      coupledDecay,
      decoupledDecay,
    );
  }
  const last = count & 3;
  if (last) {
    Adam.step(
      last,
      i,
      weights,
      gradient,
      mean,
      square,
      largest,
      mask,
      step,
      rootScale,
      beta1,
      rest1,
      beta2,
      rest2,
      epsilon,
      coupledDecay,
      decoupledDecay,
    );
  }
}

// The step of one vector, `i` bytes from the start.
class Adam {
  @inline
  static step(
    last: i32,
    i: usize,
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
    const keep = Vector.mask(mask, i, last);
    let w = Vector.load(weights + i, last);
    const decay = f32x4.mul(f32x4.splat(coupledDecay), w);
    const g = v128.and(f32x4.add(Vector.load(gradient + i, last), decay), keep);
    const oldMean = f32x4.mul(f32x4.splat(beta1), Vector.load(mean + i, last));
    const newMean = f32x4.add(oldMean, f32x4.mul(f32x4.splat(rest1), g));
    const m = withoutNegligible(newMean, NEGLIGIBLE_MEAN);
    const oldSquare = f32x4.mul(f32x4.splat(beta2), Vector.load(square + i, last));
    const newSquare = f32x4.add(oldSquare, f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)));
    let v = withoutNegligible(newSquare, NEGLIGIBLE_SQUARE);
    Vector.store(mean + i, m, last);
    Vector.store(square + i, v, last);
    if (largest) {
      v = f32x4.max(Vector.load(largest + i, last), v);
      Vector.store(largest + i, v, last);
    }
    w = f32x4.sub(w, f32x4.mul(f32x4.splat(decoupledDecay), w));
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootScale)), f32x4.splat(epsilon));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(step), m), root));
    Vector.store(weights + i, v128.and(moved, keep), last);
  }
}
