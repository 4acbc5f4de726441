import type { Dataset } from '../data/dataset.js';
import type { Network } from '../engine/engine.js';
import { UserError } from '../errors.js';
import type { Rng } from '../math/rng.js';
import { checkMask, type Mask } from '../models/mask.js';
import {
  checkParameters,
  type Model,
  type Parameters,
  type ParameterSpec,
  prunableSpecs,
} from '../models/model.js';

export interface SharpnessOptions {
  /** How far to go, as fractions of the norm of each filter. */
  readonly radii: readonly number[];
  /** How many random directions, the same ones at all radii. */
  readonly directions: number;
  readonly rng: Rng;
  /** Pruned weights do not move. Without it, those that are zero do. */
  readonly mask?: Mask;
}

export interface Sharpness {
  readonly radius: number;
  /** Of the mean loss over the examples; in nats, unless the network was compiled with another loss. */
  readonly meanIncrease: number;
}

/**
 * How sharp the minimum is that the network is in: how much the mean loss over `examples` rises when
 * the weights are moved by `radius` along random directions, on average over the directions.
 *
 * Directions are normalised by filter (see `filterDirection`), after Li et al. (2018, section 4), who
 * draw the loss along one or two of them. Each is walked both ways, so that a slope cancels; for a
 * small radius the increase is radius^2 / 2 times the mean of d^T H d. The loss is that of `eval` mode,
 * with running statistics as they are. Weights are rounded to single precision where they are moved to,
 * so radii below 1e-3 measure rounding.
 *
 * The network has its parameters back afterwards, but its optimiser has forgotten its averages. Throws
 * a `UserError` for radii that are not positive, and for less than one direction.
 */
export function sharpness(
  network: Pick<Network, 'model' | 'load' | 'parameters' | 'evaluate'>,
  data: Dataset,
  examples: Int32Array,
  { radii, directions, rng, mask }: SharpnessOptions,
): Sharpness[] {
  checkWalk(radii, directions);
  const origin = network.parameters();
  const moved = { ...origin };
  for (const { name, size } of prunableSpecs(network.model)) moved[name] = new Float32Array(size);
  const lossAt = (direction: Direction, radius: number): number => {
    for (const [name, along] of Object.entries(direction)) {
      const [from, to] = [origin[name], moved[name]];
      for (let i = 0; i < to.length; i++) to[i] = from[i] + radius * along[i];
    }
    network.load(moved);
    return network.evaluate(data, examples).loss;
  };
  const sums = radii.map(() => 0);
  const { loss } = network.evaluate(data, examples);
  try {
    for (let drawn = 0; drawn < directions; drawn++) {
      const direction = filterDirection(network.model, origin, rng, mask);
      radii.forEach((radius, i) => {
        sums[i] += (lossAt(direction, radius) + lossAt(direction, -radius)) / 2 - loss;
      });
    }
  } finally {
    network.load(origin);
  }
  return radii.map((radius, i) => ({ radius, meanIncrease: sums[i] / directions }));
}

/** A direction in the space of prunable weights, by parameter name. */
export type Direction = Readonly<Record<string, Float64Array>>;

/**
 * A random direction d in which every filter is as long as that of the weights: d_f = g_f ||w_f|| /
 * ||g_f|| with g standard normal (Li et al. 2018, section 4).
 *
 * A filter is what one unit or output channel computes from, a row of the weight's first axis. Biases
 * and the parameters of normalisations are not in d. Where `mask` prunes a weight, g is zero; the
 * other numbers drawn are the same whatever the mask.
 */
export function filterDirection(
  model: Model,
  parameters: Parameters,
  rng: Rng,
  mask?: Mask,
): Direction {
  checkParameters(model, parameters);
  if (mask !== undefined) checkMask(model, mask);
  return Object.fromEntries(
    prunableSpecs(model).map((spec) => {
      const direction = Float64Array.from({ length: spec.size }, () => rng.normal());
      const bits = mask?.[spec.name];
      if (bits !== undefined) direction.forEach((g, i) => (direction[i] = bits[i] === 0 ? 0 : g));
      normalise(direction, parameters[spec.name], spec);
      return [spec.name, direction];
    }),
  );
}

function normalise(
  direction: Float64Array,
  weights: Float32Array,
  { shape: [filters], size }: ParameterSpec,
): void {
  const length = size / filters;
  for (let start = 0; start < size; start += length) {
    const drawn = norm(direction, start, length);
    const factor = drawn === 0 ? 0 : norm(weights, start, length) / drawn;
    for (let i = start; i < start + length; i++) direction[i] *= factor;
  }
}

/** The Euclidean norm of `length` values. */
function norm(values: Float32Array | Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

function checkWalk(radii: readonly number[], directions: number): void {
  if (radii.length === 0 || !radii.every((radius) => radius > 0 && radius < Infinity)) {
    throw new UserError(
      `The radii of sharpness must be positive numbers, but are [${radii.join(', ')}].`,
    );
  }
  if (Number.isInteger(directions) && directions > 0) return;
  throw new UserError(`Sharpness needs at least one direction, but got ${directions}.`);
}
