import { normalCdf } from '../../../math/normal.js';
import type { ActivationLayer } from '../../../models/layer.js';
import type { Pass, Run } from '../pass.js';

/** A smooth function and its derivative. */
interface Piece {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

/** A function that is smooth, or made of smooth pieces. */
interface Curve {
  readonly pieces: readonly Piece[];
  /** The number of the piece that x is on; not there for a single piece. A NaN stays a NaN. */
  readonly pieceAt?: (x: number) => number;
}

/** y = f(x) for every value; the piece that each is on can be held. */
export const runActivation: Run<ActivationLayer> = (layer, { name }, input, { choices }) => {
  const { pieces, pieceAt } = curveOf(layer);
  const [only] = pieces;
  const on = pieceAt && held(choices, name, () => Int32Array.from(input, pieceAt));
  const pieceOf = on === undefined ? () => only : (i: number) => pieces[on[i]];
  return {
    output: input.map((x, i) => pieceOf(i).value(x)),
    back: (upstream) => upstream.map((dy, i) => dy * pieceOf(i).slope(input[i])),
  };
};

function held(choices: Pass['choices'], name: string, choose: () => Int32Array): Int32Array {
  const chosen = choices.get(name) ?? choose();
  choices.set(name, chosen);
  return chosen;
}

function curveOf(layer: ActivationLayer): Curve {
  switch (layer.kind) {
    case 'relu':
      return { pieces: [constant(0), line(1)], pieceAt: sign };
    case 'leakyRelu':
      return { pieces: [line(layer.slope ?? 0.01), line(1)], pieceAt: sign };
    case 'elu':
      return { pieces: [{ value: Math.expm1, slope: Math.exp }, line(1)], pieceAt: sign };
    case 'hardTanh':
      return {
        pieces: [constant(-1), line(1), constant(1)],
        pieceAt: (x) => (x <= -1 ? 0 : x >= 1 ? 2 : 1),
      };
    case 'gelu':
      return { pieces: [layer.approximate === true ? geluByTanh : gelu] };
    default:
      return { pieces: [smooth[layer.kind]] };
  }
}

const sign = (x: number): number => (x <= 0 ? 0 : 1);

function line(slope: number): Piece {
  return { value: (x) => slope * x, slope: () => slope };
}

function constant(value: number): Piece {
  return { value: () => value, slope: () => 0 };
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const gelu: Piece = {
  value: (x) => x * normalCdf(x),
  slope: (x) => normalCdf(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
};

const geluFactor = 2 * Math.sqrt(2 / Math.PI);

/** 0.5 (1 + tanh(u)) = sigmoid(2 u). */
const geluByTanh: Piece = {
  value: (x) => x * sigmoid(geluFactor * (x + 0.044715 * x * x * x)),
  slope: (x) => {
    const s = sigmoid(geluFactor * (x + 0.044715 * x * x * x));
    return s + x * s * (1 - s) * geluFactor * (1 + 3 * 0.044715 * x * x);
  },
};

const smooth: Readonly<Record<'tanh' | 'sigmoid' | 'silu' | 'softplus' | 'softSign', Piece>> = {
  tanh: { value: Math.tanh, slope: (x) => (1 - Math.tanh(x)) * (1 + Math.tanh(x)) },
  sigmoid: { value: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) },
  silu: {
    value: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  },
  softplus: {
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: sigmoid,
  },
  softSign: { value: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2 },
};
