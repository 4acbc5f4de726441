// Functions of four values. They are written out (exp and log after Cephes: expf, logf) because
// those of the platform differ in their last bits.

const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;
const LOG2_E: f32 = 1.44269504088896341;

/** Below, exp(x) is taken for 0. */
const LEAST_EXPONENT: f32 = -87;

/** exp(x) for x <= 0; 0 below -87, NaN for NaN. */
export function exponential(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const p = f32x4.add(remainderMinusOne(x, n), f32x4.splat(1));
  return v128.andnot(f32x4.mul(p, powerOfTwo(n)), f32x4.lt(x, f32x4.splat(LEAST_EXPONENT)));
}

/** exp(x) - 1 for x <= 0, exact to the last bits for small x too; NaN for NaN. */
export function exponentialMinusOne(x: v128): v128 {
  const minusOne = f32x4.splat(-1);
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const power = powerOfTwo(n); // 2^n (1 + q) - 1 = 2^n q + (2^n - 1)
  const result = f32x4.add(f32x4.mul(remainderMinusOne(x, n), power), f32x4.add(power, minusOne));
  return v128.bitselect(minusOne, result, f32x4.lt(x, f32x4.splat(LEAST_EXPONENT)));
}

/** exp(x - n log 2) - 1. */
function remainderMinusOne(x: v128, n: v128): v128 {
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(5.0000001201e-1));
  return f32x4.add(f32x4.mul(f32x4.mul(p, x), x), x);
}

/** 2^n for whole n from -126 to 0. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

/**
 * log(1 + rest) for rest >= 0, where sum = fl(1 + rest); exact to the last bits for small `rest` too.
 *
 * The rounding error of `sum` is put back to first order, so that the loss of a network that is all
 * but certain is not rounded to zero.
 */
export function logOnePlus(rest: v128, sum: v128): v128 {
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

/** 1 / (1 + exp(-x)), exact to the last bits in both tails. */
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(one, e));
}

/** log(1 + exp(x)). */
export function softPlus(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  const log = logOnePlus(e, f32x4.add(f32x4.splat(1), e));
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log);
}

/** tanh(x) = -m / (2 + m) with m = exp(-2 |x|) - 1, and the sign of x. */
export function hyperbolicTangent(x: v128): v128 {
  const m = exponentialMinusOne(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const magnitude = f32x4.div(f32x4.neg(m), f32x4.add(f32x4.splat(2), m));
  return v128.bitselect(x, magnitude, i32x4.splat(0x80000000));
}

/** exp(-x^2 / 2). */
export function gaussian(x: v128): v128 {
  return exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/**
 * The normal distribution function Phi(x), given g = exp(-x^2 / 2).
 *
 * Phi(-z) = g t P(t) for z >= 0, with t = 1 / (1 + 0.35 z) and a polynomial P fitted by us to a
 * relative error of 3.2e-8 up to z = 14.
 */
export function normalDistribution(x: v128, g: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), f32x4.splat(0.35))));
  let p = f32x4.splat(-0.029146134853363037);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.14397267997264862));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.2557162642478943));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.15917643904685974));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.02311137691140175));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.10550864785909653));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.11983270943164825));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.13986189663410187));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.13962140679359436));
  const tail = f32x4.mul(f32x4.mul(p, t), g);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}
