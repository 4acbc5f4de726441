import {
  drawRandomFeatures,
  type TargetKind,
} from '../../analysis/linear-model/random-features.js';
import type { Examples } from '../../analysis/linear-model/problem.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { linearResponse } from '../../math/linear-algebra/feature-matrix.js';
import { stream } from '../../math/rng.js';
import { demand, demandOneOf } from '../settings.js';
import {
  checkPruneAndRefit,
  demandPositive,
  fittingCost,
  measureDraws,
  type PruneAndRefitConfig,
  type Score,
} from './prune-and-refit.js';

/** The settings of `random-features`. */
export interface RandomFeaturesConfig extends PruneAndRefitConfig {
  /** Inputs, d. */
  readonly inputs: number;
  readonly target: TargetKind;
  /** Standard deviation of what is added to the target, which has variance 1. */
  readonly noise: number;
  /** Fresh examples on which risks are measured. */
  readonly testExamples: number;
}

const defaults: RandomFeaturesConfig = {
  seed: 0,
  draws: 1,
  examples: 200,
  inputs: 20,
  target: 'quadratic',
  noise: 0.3,
  sizes: [50, 1600],
  criteria: ['magnitude', 'hessian', 'random'],
  kept: 50,
  testExamples: 1000,
};

/**
 * Fits linear models of growing size on random ReLU features, prunes each, and measures its risk.
 *
 * One draw is a set of features x = max(0, R a) of inputs a ~ N(0, I), a target, and examples: min-norm
 * least squares on the first k features for every k of `sizes`, pruned to `kept` coefficients by |b|
 * (`magnitude`), by |b| √E x² (`hessian`, with the exact second moment) or at random, each without and
 * with fitting again (Chang et al. 2021).
 *
 * Rows: as those of `linear-pruning`; the risk is the mean squared error on fresh examples, without
 * their noise, plus σ², in units of the variance of the response over the same examples plus σ².
 */
export const randomFeatures: Experiment = {
  name: 'random-features',
  version: 1,
  defaults: { ...defaults },
  check: (config) => check(typed(config)),
  normalise: (config) => config,
  parents: () => [],
  cost: (config) => cost(typed(config)),
  typicalPace: 1,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): RandomFeaturesConfig {
  return config as unknown as RandomFeaturesConfig; // `check` has seen it
}

function check(config: RandomFeaturesConfig): void {
  checkPruneAndRefit(config, Number.MAX_SAFE_INTEGER, defaults.criteria);
  demandPositive('inputs', config.inputs);
  demandPositive('testExamples', config.testExamples);
  demandOneOf(['linear', 'quadratic'], 'target', config.target);
  demand(config.noise >= 0, 'noise', config.noise, '0 or more');
}

function cost(config: RandomFeaturesConfig): number {
  const { sizes, examples, testExamples, inputs, draws, criteria } = config;
  const features = sizes[sizes.length - 1];
  const drawn = (examples + testExamples) * features * inputs * 2;
  const tested = sizes.reduce((sum, size) => sum + 2 * size * testExamples, 0);
  const kept = sizes.length * criteria.length * 4 * config.kept * testExamples;
  return fittingCost(config) + (draws * (drawn + tested + kept)) / 1e9;
}

function run(config: RandomFeaturesConfig, context: Context): Row[] {
  const { examples, testExamples, sizes, noise } = config;
  const features = sizes[sizes.length - 1];
  const rng = stream(config.seed, 'examples');
  const order = stream(config.seed, 'random-support');
  return measureDraws(config, context, () => {
    const drawn = drawRandomFeatures({ ...config, features }, rng);
    const roots = drawn.secondMoments.map(Math.sqrt);
    const scores: Readonly<Record<string, Score>> = {
      magnitude: (estimate) => estimate.map(Math.abs),
      hessian: (estimate) => estimate.map((b, i) => Math.abs(b) * roots[i]),
      random: (estimate) => estimate.map(() => order.uniform()),
    };
    const { x, y } = drawn.draw(examples, rng);
    const risk = riskOn(drawn.draw(testExamples, rng, { noiseless: true }), noise);
    return { x, y, risk, scores };
  });
}

/** The risk of coefficients, measured on examples without noise, in units of the response's variance. */
function riskOn({ x, y }: Examples, noise: number): (estimate: Float64Array) => number {
  const n = y.length;
  const centre = y.reduce((sum, value) => sum + value, 0) / n;
  const spread = y.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / n;
  return (estimate) => {
    const response = linearResponse(x, estimate);
    let error = 0;
    for (let i = 0; i < n; i++) error += (response[i] - y[i]) * (response[i] - y[i]);
    return (error / n + noise * noise) / (spread + noise * noise);
  };
}
