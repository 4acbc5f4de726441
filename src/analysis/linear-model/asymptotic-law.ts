import { UserError } from '../../errors.js';
import { type FeatureGroup, firstFeatures, type LinearProblem, unseenVariance } from './problem.js';

/** How the coefficients of a group are distributed: independent, normal, all alike. */
export interface GroupLaw extends FeatureGroup {
  readonly mean: number;
  readonly deviation: number;
}

/** The distribution of the minimum-norm solution on the first features. */
export interface AsymptoticLaw {
  readonly groups: readonly GroupLaw[];
  /** Variance of what the model cannot see. */
  readonly unseen: number;
  /** Expected squared error on a new example; infinite at as many features as examples. */
  readonly risk: number;
}

/**
 * The distribution of the minimum-norm least squares on the first k features, from n examples.
 *
 * With k > n, as n and k grow in proportion (Chang et al. 2021; derived anew and checked against
 * simulation):
 *
 *     b_i = a_i β*_i + √(γ / n) a_i / √λ_i h_i,  a_i = ξ λ_i / (1 + ξ λ_i),  h_i ~ N(0, 1),
 *     γ = (v + Σ λ_i β*_i² (1 - a_i)²) / (1 - Σ a_i² / n),
 *
 * where ξ solves Σ a_i = n, sums run over the k features, v is the variance of what the model cannot
 * see, and γ is the risk. The relative error for finite sizes is of the order of 1 / (k - n).
 *
 * With k < n means and variances are exact: b_i has mean β*_i and variance v / (λ_i (n - k - 1)), and
 * the risk is v (1 + k / (n - k - 1)).
 */
export function asymptoticLaw(problem: LinearProblem, n: number, k: number): AsymptoticLaw {
  const groups = firstFeatures(problem, k);
  const unseen = unseenVariance(problem, k);
  return k > n ? beyond(groups, unseen, n) : below(groups, unseen, n, k);
}

function below(
  groups: readonly FeatureGroup[],
  unseen: number,
  n: number,
  k: number,
): AsymptoticLaw {
  const freedom = Math.max(0, n - k - 1);
  return {
    groups: groups.map((group) => ({
      ...group,
      mean: group.coefficient,
      deviation: Math.sqrt(unseen / (group.variance * freedom)),
    })),
    unseen,
    risk: unseen * (1 + k / freedom),
  };
}

function beyond(groups: readonly FeatureGroup[], unseen: number, n: number): AsymptoticLaw {
  const xi = solveXi(groups, n);
  const shares = groups.map(({ variance }) => (xi * variance) / (1 + xi * variance));
  let missed = unseen;
  let squares = 0;
  groups.forEach(({ count, variance, coefficient }, i) => {
    const lost = coefficient * (1 - shares[i]);
    missed += count * variance * lost * lost;
    squares += count * shares[i] * shares[i];
  });
  const risk = missed / (1 - squares / n);
  return {
    groups: groups.map((group, i) => ({
      ...group,
      mean: shares[i] * group.coefficient,
      deviation: Math.sqrt(risk / (n * group.variance)) * shares[i],
    })),
    unseen,
    risk,
  };
}

/**
 * The ξ > 0 with Σ 1 / (1 + 1 / (ξ λ_i)) = n, for fewer examples n than features.
 *
 * The sum is concave in ξ, so Newton's steps from 0 grow towards the solution without passing it.
 */
export function solveXi(groups: readonly FeatureGroup[], n: number): number {
  const features = groups.reduce((sum, { count }) => sum + count, 0);
  if (!(n > 0 && n < features)) {
    throw new UserError(
      `There is no ξ for ${n} examples and ${features} features: it takes more features than examples.`,
    );
  }
  let xi = 0;
  for (;;) {
    let value = 0;
    let slope = 0;
    for (const { count, variance } of groups) {
      const rest = 1 / (1 + xi * variance);
      value += count * xi * variance * rest;
      slope += count * variance * rest * rest;
    }
    const next = xi + (n - value) / slope;
    if (!(next > xi * (1 + 1e-15))) return xi;
    xi = next;
  }
}
