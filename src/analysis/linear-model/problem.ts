import type { FeatureMatrix } from '../../math/linear-algebra/feature-matrix.js';
import type { Rng } from '../../math/rng.js';

/** Features that are alike, next to each other in the order of all features. */
export interface FeatureGroup {
  readonly count: number;
  /** Of each feature: λ, on the diagonal of the covariance. */
  readonly variance: number;
  /** Of each feature in the true response: β*. */
  readonly coefficient: number;
}

/**
 * A linear regression whose features are independent Gaussians, y = xᵀβ* + σ z (Chang et al. 2021).
 *
 * Features come in the order in which models of growing size get to see them.
 */
export interface LinearProblem {
  readonly groups: readonly FeatureGroup[];
  /** σ, the standard deviation of what is added to the response. */
  readonly noise: number;
}

/** The groups of the first `count` features. */
export function firstFeatures({ groups }: LinearProblem, count: number): FeatureGroup[] {
  let left = count;
  return groups.flatMap((group) => {
    const taken = Math.min(left, group.count);
    left -= taken;
    return taken > 0 ? [{ ...group, count: taken }] : [];
  });
}

/** What one feature after the other adds to the variance of the response: Σ λ β*². */
export function energy(groups: readonly FeatureGroup[]): number {
  return groups.reduce(
    (sum, { count, variance, coefficient }) => sum + count * variance * coefficient * coefficient,
    0,
  );
}

/** The variance of the response, Σ λ β*² + σ²; by it risks are divided. */
export function responseVariance({ groups, noise }: LinearProblem): number {
  return energy(groups) + noise * noise;
}

/**
 * The variance of what a model of the first `count` features cannot see: σ² and the energy of the
 * other features, which to the model are noise like any other, since features are independent.
 */
export function unseenVariance(problem: LinearProblem, count: number): number {
  return responseVariance(problem) - energy(firstFeatures(problem, count));
}

/** One value of every feature, such as its variance. */
export function perFeature(
  { groups }: LinearProblem,
  value: (group: FeatureGroup) => number,
): Float64Array {
  return Float64Array.from(
    groups.flatMap((group) => Array<number>(group.count).fill(value(group))),
  );
}

/** Examples of a regression: features by examples, and the response to each example. */
export interface Examples {
  readonly x: FeatureMatrix;
  readonly y: Float64Array;
}

/** Draws examples, feature by feature, then the noise. */
export function drawExamples(problem: LinearProblem, examples: number, rng: Rng): Examples {
  const variances = perFeature(problem, ({ variance }) => variance);
  const coefficients = perFeature(problem, ({ coefficient }) => coefficient);
  const features = variances.length;
  const values = new Float64Array(features * examples);
  const y = new Float64Array(examples);
  for (let j = 0; j < features; j++) {
    const deviation = Math.sqrt(variances[j]);
    for (let i = 0; i < examples; i++) {
      const value = deviation * rng.normal();
      values[j * examples + i] = value;
      y[i] += coefficients[j] * value;
    }
  }
  for (let i = 0; i < examples; i++) y[i] += problem.noise * rng.normal();
  return { x: { values, features, examples }, y };
}

/**
 * The expected squared error of a linear model on a new example, Σ λ (b - β*)² + σ², over all
 * features; those beyond the end of `estimate` have coefficient 0. Exact, no test set is drawn.
 */
export function linearRisk(problem: LinearProblem, estimate: ArrayLike<number>): number {
  let risk = problem.noise * problem.noise;
  let i = 0;
  for (const { count, variance, coefficient } of problem.groups) {
    for (const end = i + count; i < end; i++) {
      const error = (i < estimate.length ? estimate[i] : 0) - coefficient;
      risk += variance * error * error;
    }
  }
  return risk;
}
