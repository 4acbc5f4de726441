import { describeDataset } from '../../data/register.js';
import { type Optimizer, adam, sgd } from '../../engine/optimizer.js';
import type { EngineChoice } from '../../engine/select.js';
import { forwardMacs } from '../../models/cost.js';
import type { AugmentOptions } from '../../training/augment.js';
import { type Course, learningRateAt } from '../../training/learning-rate.js';
import { iterations, type Step } from '../../training/step.js';
import { iterationsPerEpoch } from '../../training/train.js';
import { demand, demandOneOf, isCount } from '../settings.js';
import { checkTraining, runningShare } from '../training-settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
  checkDensity,
  modelOf,
  normaliseAtInit,
  scoringCost,
} from './settings.js';

/** The settings of `prune-at-init`. */
export interface PruneAtInitConfig extends AtInitConfig {
  readonly trainSize: number;
  /** What the net is trained on: the true labels, or labels drawn at random. */
  readonly labels: 'true' | 'random';
  /** What trains the network, unless the command line or PRUNELAB_ENGINE says otherwise. */
  readonly engine: EngineChoice;
  /** The fraction of prunable weights kept; 1 trains the dense net. */
  readonly density: number;
  /** What becomes of the mask: nothing, or a permutation of each layer's entries. */
  readonly control: 'none' | 'shuffle';
  /** Where training starts: at the weights that were scored, or at a new draw. */
  readonly start: 'keep' | 'reinit';
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  /** How the rate falls, as in `LearningRate`; null for a constant one. */
  readonly course: Course | null;
  /** Of SGD; Adam ignores both. */
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly duration: Step;
  /** How often the test set is evaluated. */
  readonly evaluateEvery: Step;
  /** Random moves of the training pictures; null for none. */
  readonly augment: AugmentOptions | null;
}

export const defaults: PruneAtInitConfig = {
  ...atInitDefaults,
  trainSize: 20_000,
  labels: 'true',
  engine: 'auto',
  density: 1,
  control: 'none',
  start: 'keep',
  optimizer: 'adam',
  learningRate: 0.001,
  course: null,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 0,
  batchSize: 100,
  duration: '3ep',
  evaluateEvery: '1ep',
  augment: null,
};

export function isDense({ density }: PruneAtInitConfig): boolean {
  return density === 1;
}

export function optimizerOf(config: PruneAtInitConfig): Optimizer {
  const { optimizer, momentum, nesterov, weightDecay } = config;
  return optimizer === 'sgd' ? sgd({ momentum, nesterov, weightDecay }) : adam({ weightDecay });
}

/** Iterations in one of the config's steps. */
export function iterationsOf(config: PruneAtInitConfig, step: Step): number {
  return iterations(step, iterationsPerEpoch(config.trainSize, config.batchSize));
}

/** The learning rate of every iteration. */
export function learningRateOf(config: PruneAtInitConfig): (iteration: number) => number {
  const { learningRate: rate, course, trainSize, batchSize } = config;
  const span = {
    iterationsPerEpoch: iterationsPerEpoch(trainSize, batchSize),
    total: iterationsOf(config, config.duration),
  };
  return (iteration) =>
    learningRateAt(course === null ? { rate } : { rate, course }, iteration, span);
}

export function check(config: PruneAtInitConfig): void {
  checkAtInit(config);
  const { dataset, trainSize, batchSize } = config;
  const { trainSize: available } = describeDataset(dataset);
  demandOneOf(['true', 'random'], 'kind of labels', config.labels);
  demandOneOf(['none', 'shuffle'], 'control', config.control);
  demandOneOf(['keep', 'reinit'], 'start', config.start);
  demand(
    isCount(trainSize) && trainSize > 0 && trainSize <= available,
    'trainSize',
    trainSize,
    `a whole number from 1 to ${available}, the training images of '${dataset}'`,
  );
  demand(isCount(batchSize) && batchSize > 0, 'batchSize', batchSize, 'a positive whole number');
  checkDensity(
    isDense(config) ? { ...config, scope: defaults.scope } : config,
    'density',
    config.density,
  );
  checkTraining(config);
  for (const key of ['duration', 'evaluateEvery'] as const) {
    demand(iterationsOf(config, config[key]) > 0, key, config[key], "at least '1it'");
  }
}

/** Puts back to its default what cannot matter: the pruner of a dense net, the momentum of Adam. */
export function normalise(config: PruneAtInitConfig): PruneAtInitConfig {
  const { momentum, nesterov, control, scorer, iterations: once, scope } = defaults;
  let normal = config;
  if (isDense(normal)) normal = { ...normal, scorer, iterations: once, scope, control };
  if (normal.optimizer === 'adam') normal = { ...normal, momentum, nesterov };
  return normaliseAtInit(normal);
}

/** GFLOP of the run, a sparse step counted by its surviving weights, and of the scoring before it. */
export function cost(config: PruneAtInitConfig): number {
  const macs = forwardMacs(modelOf(config));
  const share = runningShare(config.density);
  const iterationCount = iterationsOf(config, config.duration);
  const evaluations = iterationCount / iterationsOf(config, config.evaluateEvery);
  const { testSize } = describeDataset(config.dataset);
  const passes = 3 * config.batchSize * iterationCount + evaluations * testSize + config.trainSize;
  return (2 * macs * share * passes) / 1e9 + (isDense(config) ? 0 : scoringCost(config));
}
