// The gates of a GRU in one time step; rows are units, columns are examples. `gates` holds four blocks
// of `units` rows, one after the other. See `GruLayer` in models/layer.ts for the equations.
import { hyperbolicTangent, logistic } from '../math';

/**
 * From W_ir x + W_hr h, W_iz x + W_hz h, W_in x and W_hn h, without biases, in the blocks of `gates`:
 * r, z, n and q = W_hn h + b_hn in their place, and the next state n + z (h - n). A bias has 3 units
 * values, in the order r, z, n.
 */
export function gruGates(
  units: i32,
  inputBias: usize,
  recurrentBias: usize,
  gates: usize,
  state: usize,
  next: usize,
  stride: usize,
  lanes: i32,
): void {
  const block = <usize>units * stride;
  const biases = (<usize>units) << 2; // bytes of those of one gate
  const bytes = (<usize>lanes) << 2;
  for (; units > 0; units--) {
    const biasR = bias(inputBias, recurrentBias);
    const biasZ = bias(inputBias + biases, recurrentBias + biases);
    const biasN = v128.load32_splat(inputBias + 2 * biases);
    const biasQ = v128.load32_splat(recurrentBias + 2 * biases);
    for (let i: usize = 0; i < bytes; i += 16) {
      const gate = gates + i;
      const r = logistic(f32x4.add(v128.load(gate), biasR));
      const z = logistic(f32x4.add(v128.load(gate + block), biasZ));
      const q = f32x4.add(v128.load(gate + 3 * block), biasQ);
      const fromInput = f32x4.add(v128.load(gate + 2 * block), biasN);
      const n = hyperbolicTangent(f32x4.add(fromInput, f32x4.mul(r, q)));
      v128.store(gate, r);
      v128.store(gate + block, z);
      v128.store(gate + 2 * block, n);
      v128.store(gate + 3 * block, q);
      v128.store(next + i, f32x4.add(n, f32x4.mul(z, f32x4.sub(v128.load(state + i), n))));
    }
    inputBias += 4;
    recurrentBias += 4;
    gates += stride;
    state += stride;
    next += stride;
  }
}

function bias(input: usize, recurrent: usize): v128 {
  return f32x4.splat(load<f32>(input) + load<f32>(recurrent));
}

/**
 * From r, z, n and q: the gradients of the arguments of r, z and n and of q in their place, and z dh in
 * the place of `dh`, the part of the last state's gradient that does not go through the gates.
 *
 * The biases' gradients are added to what earlier calls left; the first call, with `starts`, writes them.
 */
export function gruGateGradients(
  units: i32,
  gates: usize,
  state: usize,
  dh: usize,
  stride: usize,
  lanes: i32,
  inputBiasGradient: usize,
  recurrentBiasGradient: usize,
  starts: bool,
): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const block = <usize>units * stride;
  const biases = (<usize>units) << 2;
  const bytes = (<usize>lanes) << 2;
  for (; units > 0; units--) {
    let sumR = zero;
    let sumZ = zero;
    let sumN = zero;
    let sumQ = zero;
    for (let i: usize = 0; i < bytes; i += 16) {
      const gate = gates + i;
      const r = v128.load(gate);
      const z = v128.load(gate + block);
      const n = v128.load(gate + 2 * block);
      const q = v128.load(gate + 3 * block);
      const d = v128.load(dh + i);
      const rest = f32x4.sub(one, z);
      const slopeN = f32x4.mul(f32x4.sub(one, n), f32x4.add(one, n));
      const dn = f32x4.mul(f32x4.mul(d, rest), slopeN);
      const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(v128.load(state + i), n)), f32x4.mul(z, rest));
      const dq = f32x4.mul(dn, r);
      const dr = f32x4.mul(f32x4.mul(dq, q), f32x4.sub(one, r)); // dn q r (1 - r)
      v128.store(gate, dr);
      v128.store(gate + block, dz);
      v128.store(gate + 2 * block, dn);
      v128.store(gate + 3 * block, dq);
      v128.store(dh + i, f32x4.mul(d, z));
      sumR = f32x4.add(sumR, dr);
      sumZ = f32x4.add(sumZ, dz);
      sumN = f32x4.add(sumN, dn);
      sumQ = f32x4.add(sumQ, dq);
    }
    addSum(inputBiasGradient, sumR, starts);
    addSum(inputBiasGradient + biases, sumZ, starts);
    addSum(inputBiasGradient + 2 * biases, sumN, starts);
    addSum(recurrentBiasGradient, sumR, starts);
    addSum(recurrentBiasGradient + biases, sumZ, starts);
    addSum(recurrentBiasGradient + 2 * biases, sumQ, starts);
    inputBiasGradient += 4;
    recurrentBiasGradient += 4;
    gates += stride;
    state += stride;
    dh += stride;
  }
}

function addSum(gradient: usize, sum: v128, starts: bool): void {
  const total =
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  store<f32>(gradient, starts ? total : load<f32>(gradient) + total);
}
