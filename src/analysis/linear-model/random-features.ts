import { UserError } from '../../errors.js';
import type { FeatureMatrix } from '../../math/linear-algebra/feature-matrix.js';
import type { Rng } from '../../math/rng.js';
import type { Examples } from './problem.js';

/** What the response is, up to noise; both have mean 0 and variance 1 over inputs a ~ N(0, I). */
export type TargetKind = 'linear' | 'quadratic';

/** A regression on random features of Gaussian inputs (Chang et al. 2021). */
export interface RandomFeatureProblem {
  /** Inputs, d. */
  readonly inputs: number;
  /** Random features, each with weights of its own. */
  readonly features: number;
  readonly target: TargetKind;
  /** Standard deviation of what is added to the target. */
  readonly noise: number;
}

/** One draw of the weights of the features and of the target's directions. */
export interface RandomFeatures {
  /** Weights of the features, R (features × inputs), drawn from N(0, 1 / inputs). */
  readonly weights: Float64Array;
  /** E x², over inputs, of every feature: half its weights' squared norm. */
  readonly secondMoments: Float64Array;
  /** n examples: features max(0, R a) of the inputs a ~ N(0, I), and the response with its noise. */
  draw(examples: number, rng: Rng, options?: { readonly noiseless?: boolean }): Examples;
}

/** Draws the weights of the features and the directions u, v of the target. */
export function drawRandomFeatures(problem: RandomFeatureProblem, rng: Rng): RandomFeatures {
  const { inputs, features, noise } = problem;
  const scale = 1 / Math.sqrt(inputs);
  const weights = Float64Array.from({ length: features * inputs }, () => scale * rng.normal());
  const target = drawTarget(problem, rng);
  return {
    weights,
    secondMoments: Float64Array.from(
      { length: features },
      (_, j) => squaredNorm(weights.subarray(j * inputs, (j + 1) * inputs)) / 2,
    ),
    draw: (examples, examplesRng, { noiseless = false } = {}) => {
      const a = Float64Array.from({ length: examples * inputs }, () => examplesRng.normal());
      const y = Float64Array.from({ length: examples }, (_, i) =>
        target(a.subarray(i * inputs, (i + 1) * inputs)),
      );
      if (!noiseless) for (let i = 0; i < examples; i++) y[i] += noise * examplesRng.normal();
      return { x: rectified(weights, features, a, inputs), y };
    },
  };
}

/**
 * `linear`: uᵀa. `quadratic`: (uᵀa + ((vᵀa)² - 1) / √2) / √2, half of whose variance is linear. u and v
 * are unit vectors.
 */
function drawTarget(
  { inputs, target }: RandomFeatureProblem,
  rng: Rng,
): (a: Float64Array) => number {
  const u = unitVector(inputs, rng);
  switch (target) {
    case 'linear':
      return (a) => product(u, a);
    case 'quadratic': {
      const v = unitVector(inputs, rng);
      return (a) => {
        const along = product(v, a);
        return Math.SQRT1_2 * (product(u, a) + Math.SQRT1_2 * (along * along - 1));
      };
    }
    default:
      throw new UserError(
        `The target is '${String(target)}', but must be 'linear' or 'quadratic'.`,
      );
  }
}

/** max(0, R a) for every feature and example, feature by feature. */
function rectified(
  weights: Float64Array,
  features: number,
  a: Float64Array,
  inputs: number,
): FeatureMatrix {
  const examples = a.length / inputs;
  const values = new Float64Array(features * examples);
  for (let j = 0; j < features; j++) {
    for (let i = 0; i < examples; i++) {
      let sum = 0;
      for (let l = 0; l < inputs; l++) sum += weights[j * inputs + l] * a[i * inputs + l];
      values[j * examples + i] = sum > 0 ? sum : 0;
    }
  }
  return { values, features, examples };
}

function unitVector(length: number, rng: Rng): Float64Array {
  const vector = Float64Array.from({ length }, () => rng.normal());
  const norm = Math.sqrt(squaredNorm(vector));
  return vector.map((value) => value / norm);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function squaredNorm(a: Float64Array): number {
  return product(a, a);
}
