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
  // Adam as it is mostly used: without branches, and with the test at the end, so that V8 broadcasts
  // the constants once (235 200 weights take 0.130 ms instead of 0.155; 0.105 are for the divider).
  if (end > 0 && !mask && !largest && decoupledDecay == 0) {
    do {
      Adam.step(
        true,
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
      i += 16;
    } while (i < end);
  }
  for (; i < end; i += 16) {
    Adam.step(
      false,
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
      false,
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

// The step of one vector, `i` bytes from the start. `plain`, a constant, promises that there is neither
// mask nor `largest` nor `decoupledDecay`.
class Adam {
  @inline
  static step(
    plain: bool,
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
    let w = Vector.load(weights + i, last);
    const decay = f32x4.mul(f32x4.splat(coupledDecay), w);
    let g = f32x4.add(Vector.load(gradient + i, last), decay);
    if (!plain) g = v128.and(g, Vector.mask(mask, i, last));
    const oldMean = f32x4.mul(f32x4.splat(beta1), Vector.load(mean + i, last));
    const newMean = f32x4.add(oldMean, f32x4.mul(f32x4.splat(rest1), g));
    const m = withoutNegligible(newMean, NEGLIGIBLE_MEAN);
    const oldSquare = f32x4.mul(f32x4.splat(beta2), Vector.load(square + i, last));
    const newSquare = f32x4.add(oldSquare, f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)));
    let v = withoutNegligible(newSquare, NEGLIGIBLE_SQUARE);
    Vector.store(mean + i, m, last);
    Vector.store(square + i, v, last);
    if (!plain && largest) {
      v = f32x4.max(Vector.load(largest + i, last), v);
      Vector.store(largest + i, v, last);
    }
    if (!plain) w = f32x4.sub(w, f32x4.mul(f32x4.splat(decoupledDecay), w));
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootScale)), f32x4.splat(epsilon));
    w = f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(step), m), root));
    if (!plain) w = v128.and(w, Vector.mask(mask, i, last));
    Vector.store(weights + i, w, last);
  }
}
