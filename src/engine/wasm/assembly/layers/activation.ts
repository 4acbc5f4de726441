// Functions of single values, over `lines` runs of `bytes` bytes; a run is what lies in a tensor
// without a gap.
import {
  exponentialMinusOne,
  gaussian,
  hyperbolicTangent,
  logistic,
  normalDistribution,
  softPlus,
} from '../math';

// The order of ACTIVATION_CODES in operators/activation.ts.
const RELU = 0;
const LEAKY_RELU = 1;
const HARD_TANH = 2;
const SOFT_SIGN = 3;
const TANH = 4;
const SIGMOID = 5;
const ELU = 6;
const SILU = 7;
const SOFTPLUS = 8;
const GELU = 9;
const GELU_BY_TANH = 10;

const INVERSE_ROOT_TWO_PI: f32 = 0.3989422804014327;
const TWICE_ROOT_TWO_OVER_PI: f32 = 1.5957691216057308;
const GELU_CUBE: f32 = 0.044715;

/** y = f(x); `slope` is that of the leaky ReLU. */
export function activate(
  code: i32,
  slope: f32,
  lines: i32,
  bytes: usize,
  x: usize,
  xStride: usize,
  y: usize,
  yStride: usize,
): void {
  for (; lines > 0; lines--) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(y + i, valueOf(code, slope, v128.load(x + i)));
    }
    x += xStride;
    y += yStride;
  }
}

/**
 * dx = f'(x) dy, added to dx if `adds`.
 *
 * `v` is y for the ReLU, tanh, sigmoid and ELU, whose derivatives follow from it, and x for the rest.
 */
export function activationGradient(
  code: i32,
  slope: f32,
  lines: i32,
  bytes: usize,
  v: usize,
  vStride: usize,
  dy: usize,
  dyStride: usize,
  dx: usize,
  dxStride: usize,
  adds: bool,
): void {
  for (; lines > 0; lines--) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const d = gradientOf(code, slope, v128.load(v + i), v128.load(dy + i));
      v128.store(dx + i, adds ? f32x4.add(v128.load(dx + i), d) : d);
    }
    v += vStride;
    dy += dyStride;
    dx += dxStride;
  }
}

// A switch becomes a jump table. Of a chain of ifs, the compiler would compute both branches and
// select, since they have no side effects.
function valueOf(code: i32, slope: f32, x: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (code) {
    case RELU:
      return f32x4.pmax(x, zero);
    case LEAKY_RELU:
      return v128.bitselect(x, f32x4.mul(x, f32x4.splat(slope)), f32x4.gt(x, zero));
    case HARD_TANH:
      return f32x4.pmax(f32x4.pmin(x, one), f32x4.splat(-1));
    case SOFT_SIGN:
      return f32x4.div(x, f32x4.add(one, f32x4.abs(x)));
    case TANH:
      return hyperbolicTangent(x);
    case SIGMOID:
      return logistic(x);
    case ELU:
      return v128.bitselect(x, exponentialMinusOne(f32x4.pmin(x, zero)), f32x4.gt(x, zero));
    case SILU:
      return f32x4.mul(x, logistic(x));
    case SOFTPLUS:
      return softPlus(x);
    case GELU:
      return f32x4.mul(x, normalDistribution(x, gaussian(x)));
    case GELU_BY_TANH:
      return f32x4.mul(x, logistic(geluExponent(x)));
    default:
      return zero;
  }
}

/** f'(x) dy, where v is y or x. */
function gradientOf(code: i32, slope: f32, v: v128, dy: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (code) {
    case RELU:
      return v128.andnot(dy, f32x4.le(v, zero));
    case LEAKY_RELU:
      return v128.bitselect(dy, f32x4.mul(dy, f32x4.splat(slope)), f32x4.gt(v, zero));
    case HARD_TANH:
      return v128.and(dy, f32x4.lt(f32x4.abs(v), one));
    case SOFT_SIGN: {
      const root = f32x4.add(one, f32x4.abs(v));
      return f32x4.div(dy, f32x4.mul(root, root));
    }
    case TANH:
      return f32x4.mul(dy, f32x4.mul(f32x4.sub(one, v), f32x4.add(one, v)));
    case SIGMOID:
      return f32x4.mul(dy, f32x4.mul(v, f32x4.sub(one, v)));
    case ELU:
      return v128.bitselect(dy, f32x4.mul(dy, f32x4.add(v, one)), f32x4.gt(v, zero));
    case SILU:
      return f32x4.mul(dy, siluSlope(v));
    case SOFTPLUS:
      return f32x4.mul(dy, logistic(v));
    case GELU:
      return f32x4.mul(dy, geluSlope(v));
    case GELU_BY_TANH:
      return f32x4.mul(dy, geluTanhSlope(v));
    default:
      return zero;
  }
}

/** s (1 + x (1 - s)) with s = logistic(x). */
function siluSlope(x: v128): v128 {
  const one = f32x4.splat(1);
  const s = logistic(x);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}

/** Phi(x) + x phi(x). */
function geluSlope(x: v128): v128 {
  const g = gaussian(x);
  const density = f32x4.mul(g, f32x4.splat(INVERSE_ROOT_TWO_PI));
  return f32x4.add(normalDistribution(x, g), f32x4.mul(x, density));
}

/** 2 sqrt(2 / pi) (x + 0.044715 x^3), so that (1 + tanh(u)) / 2 = logistic(2 u). */
function geluExponent(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const factor = f32x4.add(f32x4.splat(1), f32x4.mul(square, f32x4.splat(GELU_CUBE)));
  return f32x4.mul(f32x4.mul(x, factor), f32x4.splat(TWICE_ROOT_TWO_OVER_PI));
}

/** s + x s (1 - s) u' with s = logistic(u). */
function geluTanhSlope(x: v128): v128 {
  const one = f32x4.splat(1);
  const s = logistic(geluExponent(x));
  const square = f32x4.mul(x, x);
  const slope = f32x4.mul(
    f32x4.add(one, f32x4.mul(square, f32x4.splat(3 * GELU_CUBE))),
    f32x4.splat(TWICE_ROOT_TWO_OVER_PI),
  );
  const bend = f32x4.mul(f32x4.mul(x, slope), f32x4.sub(one, s));
  return f32x4.mul(s, f32x4.add(one, bend));
}
