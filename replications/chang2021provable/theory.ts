import {
  asymptoticLaw,
  asymptoticPrunedRisk,
  groupBy,
  type LinearCriterion,
  linearProblemOf,
  mean,
  responseVariance,
  standardError,
} from '../../src/index.js';
import type { Fit } from './measures.js';
import { type ProblemName, problems } from './runs/scale.js';

/** How near to the number of examples, as a share of it, formula and simulation are not compared. */
export const GAP = 0.1;

/** By how much, relative to the formula, the mean of all draws may differ from it. */
export const RELATIVE = 0.03;

/** By how many of its standard errors the mean may differ, where that is more. */
export const STANDARD_ERRORS = 4;

/** What formula and simulation say of one kind of model. */
export interface Agreement {
  readonly name: string;
  readonly fit: Fit;
  readonly formula: number;
  readonly simulated: number;
  /** (simulated - formula) in units of the stated error. */
  readonly error: number;
}

/** The risk that the asymptotic formula predicts for models like this one, before they are retrained. */
export function predictedRisk({
  problem,
  examples,
  features,
  kept,
  size,
  criterion,
}: Omit<Fit, 'seed' | 'draw'>): number {
  const settings = problems[problem as ProblemName];
  const gaussian = linearProblemOf({ ...settings, features, informative: kept, noise: 0 });
  const law = asymptoticLaw(gaussian, examples, size);
  const risk =
    criterion === 'dense'
      ? law.risk
      : asymptoticPrunedRisk(law, criterion as LinearCriterion, kept);
  return risk / responseVariance(gaussian);
}

/** Whether a size is far enough from the number of examples for risks to have a mean that settles. */
export function isComparable({ size, examples }: Pick<Fit, 'size' | 'examples'>): boolean {
  return Math.abs(size - examples) >= GAP * examples * (1 - 1e-9);
}

/**
 * Formula and simulation beside each other, for every kind of fit that can be compared.
 *
 * The stated error is 3 % of the formula, or 4 standard errors of the mean over draws where that is
 * more.
 */
export function agreements(fits: readonly Fit[]): Agreement[] {
  const kinds: (keyof Fit)[] = ['study', 'problem', 'features', 'kept', 'size', 'criterion'];
  return groupBy(fits.filter(isComparable), kinds).map((draws) => {
    const [fit] = draws;
    const formula = predictedRisk(fit);
    const risks = draws.map(({ risk }) => risk);
    const simulated = mean(risks);
    const stated = Math.max(RELATIVE * formula, STANDARD_ERRORS * standardError(risks));
    return {
      name: `${fit.problem}, ${fit.criterion}, n = ${fit.examples}, s = ${fit.kept}, k = ${fit.size}`,
      fit,
      formula,
      simulated,
      error: (simulated - formula) / stated,
    };
  });
}
