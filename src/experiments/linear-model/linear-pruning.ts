import {
  drawExamples,
  linearRisk,
  type LinearProblem,
  perFeature,
  responseVariance,
} from '../../analysis/linear-model/problem.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { stream } from '../../math/rng.js';
import { demand } from '../settings.js';
import {
  checkPruneAndRefit,
  demandPositive,
  fittingCost,
  measureDraws,
  type PruneAndRefitConfig,
  type Score,
} from './prune-and-refit.js';

/** The settings of `linear-pruning`. */
export interface LinearPruningConfig extends PruneAndRefitConfig {
  /** All features, p. */
  readonly features: number;
  /** The first of them, which matter more than the others. */
  readonly informative: number;
  /** Variance of each informative feature; that of the others is 1. */
  readonly variance: number;
  /** Coefficient of each informative feature; that of the others is 1. */
  readonly coefficient: number;
  /** Standard deviation of what is added to the response. */
  readonly noise: number;
}

const defaults: LinearPruningConfig = {
  seed: 0,
  draws: 1,
  examples: 150,
  features: 500,
  informative: 50,
  variance: 25,
  coefficient: 1,
  noise: 0,
  sizes: [50, 500],
  criteria: ['magnitude', 'hessian', 'oracle'],
  kept: 50,
};

/**
 * Fits linear models of growing size to Gaussian data, prunes each, and measures its exact risk.
 *
 * One draw is a data set of the linear Gaussian problem of Chang et al. (2021): min-norm least squares
 * on the first k features for every k of `sizes`, pruned to `kept` coefficients by |b| (`magnitude`),
 * by |b| √λ (`hessian`, with the true λ) or by keeping the first features (`oracle`), each without
 * and with fitting again. Oracle pruning with fitting again is the small model that knows its features.
 *
 * Rows: one per draw, `size` and `criterion` (`dense`: not pruned), with `risk` and `retrained`, in
 * units of the variance of the response, to six digits. All in double precision, by + - * / and √.
 */
export const linearPruning: Experiment = {
  name: 'linear-pruning',
  version: 1,
  defaults: { ...defaults },
  check: (config) => check(typed(config)),
  normalise: (config) => config,
  parents: () => [],
  cost: (config) => fittingCost(typed(config)),
  typicalPace: 1,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): LinearPruningConfig {
  return config as unknown as LinearPruningConfig; // `check` has seen it
}

function check(config: LinearPruningConfig): void {
  const { features, informative, variance, noise } = config;
  demandPositive('features', features);
  checkPruneAndRefit(config, features, defaults.criteria);
  demandPositive('informative', informative);
  demand(informative <= features, 'informative', informative, `at most ${features}, all features`);
  demand(variance > 0, 'variance', variance, 'above 0');
  demand(noise >= 0, 'noise', noise, '0 or more');
}

/** The linear Gaussian problem that a config describes, for its asymptotic law. */
export function linearProblemOf(
  config: Pick<
    LinearPruningConfig,
    'features' | 'informative' | 'variance' | 'coefficient' | 'noise'
  >,
): LinearProblem {
  const { features, informative, variance, coefficient, noise } = config;
  const rest = { count: features - informative, variance: 1, coefficient: 1 };
  return {
    groups: [{ count: informative, variance, coefficient }, ...(rest.count > 0 ? [rest] : [])],
    noise,
  };
}

function run(config: LinearPruningConfig, context: Context): Row[] {
  const problem = linearProblemOf(config);
  const unit = responseVariance(problem);
  const deviations = perFeature(problem, ({ variance }) => Math.sqrt(variance));
  const scores: Readonly<Record<string, Score>> = {
    magnitude: (estimate) => estimate.map(Math.abs),
    hessian: (estimate) => estimate.map((b, i) => Math.abs(b) * deviations[i]),
    oracle: (estimate) => estimate.map((_, i) => -i),
  };
  const risk = (estimate: Float64Array): number => linearRisk(problem, estimate) / unit;
  const rng = stream(config.seed, 'examples');
  return measureDraws(config, context, () => ({
    ...drawExamples(problem, config.examples, rng),
    risk,
    scores,
  }));
}
