import { describeDataset } from '../data/register.js';
import { adam, type Optimizer, sgd } from '../engine/optimizer.js';
import { checkEngineChoice, type EngineChoice } from '../engine/select.js';
import { lookUp } from '../errors.js';
import { forwardMacs } from '../models/cost.js';
import type { Model } from '../models/model.js';
import { buildModel } from '../models/register.js';
import { modelDensity, type PruningRates, type Rounds } from '../pruning/schedule.js';
import { scorers } from '../pruning/scores/register.js';
import { iterations, type Step } from '../training/step.js';
import { iterationsPerEpoch } from '../training/train.js';
import { demand, demandOneOf, isCount, isFraction } from './settings.js';
import { runningShare } from './training-settings.js';

/** The settings of `prune-retrain`. */
export interface PruneRetrainConfig {
  readonly dataset: string;
  readonly trainSize: number;
  readonly validationSize: number;
  readonly model: string;
  readonly seed: number;
  /** What trains the network, unless the command line or PRUNELAB_ENGINE says otherwise. */
  readonly engine: EngineChoice;
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  /** Of SGD; Adam ignores it. */
  readonly momentum: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly duration: Step;
  /** How often the validation and test sets are evaluated. */
  readonly evaluateEvery: Step;
  readonly scorer: string;
  readonly scope: PruningRates['scope'];
  /** The fraction of surviving weights pruned per round, and the same for the output layer. */
  readonly rate: number;
  readonly outputRate: number;
  /** The pruning so far; the last entry is what this run is pruned to. */
  readonly rounds: Rounds;
  /** Where the surviving weights start: where the dense net did, or at a new random draw. */
  readonly start: 'rewind' | 'reinit';
  /** Which new draw, when there are several per seed. */
  readonly draw: number;
  /** The step of dense training that `rewind` goes back to; `0it` is the initialisation. */
  readonly rewindTo: Step;
}

/** The lottery-ticket paper's own settings, dense. */
export const defaults: PruneRetrainConfig = {
  dataset: 'mnist',
  trainSize: 55_000,
  validationSize: 5_000,
  model: 'lenet-300-100',
  seed: 0,
  engine: 'auto',
  optimizer: 'adam',
  learningRate: 0.0012,
  momentum: 0,
  weightDecay: 0,
  batchSize: 60,
  duration: '50000it',
  evaluateEvery: '100it',
  scorer: 'magnitude',
  scope: 'layerwise',
  rate: 0.2,
  outputRate: 0.1,
  rounds: [0],
  start: 'rewind',
  draw: 0,
  rewindTo: '0it',
};

/** Whether nothing is pruned. */
export function isDense({ rounds }: PruneRetrainConfig): boolean {
  return rounds.length === 1;
}

/** Rounds of pruning in all. */
export function lastRound({ rounds }: PruneRetrainConfig): number {
  return rounds[rounds.length - 1];
}

export function modelOf({ dataset, model }: PruneRetrainConfig): Model {
  const { shape, numClasses } = describeDataset(dataset);
  return buildModel(model, shape, numClasses);
}

export function optimizerOf({ optimizer, momentum, weightDecay }: PruneRetrainConfig): Optimizer {
  return optimizer === 'sgd' ? sgd({ momentum, weightDecay }) : adam({ weightDecay });
}

/** Iterations in one of the config's steps. */
export function iterationsOf(config: PruneRetrainConfig, step: Step): number {
  return iterations(step, iterationsPerEpoch(config.trainSize, config.batchSize));
}

export function check(config: PruneRetrainConfig): void {
  const { dataset, trainSize, validationSize, optimizer, scope, start, rounds } = config;
  const { trainSize: available } = describeDataset(dataset);
  modelOf(config);
  const { needs } = lookUp('scorer', scorers, config.scorer);
  demand(
    needs === 'nothing' || needs === 'weights',
    'scorer',
    config.scorer,
    'one that looks at no more than the trained weights, such as magnitude or random',
  );
  checkEngineChoice(config.engine);
  demandOneOf(['sgd', 'adam'], 'optimizer', optimizer);
  demandOneOf(['layerwise', 'global'], 'scope', scope);
  demandOneOf(['rewind', 'reinit'], 'start', start);
  for (const key of ['trainSize', 'validationSize', 'batchSize'] as const) {
    demand(isCount(config[key]) && config[key] > 0, key, config[key], 'a positive whole number');
  }
  demand(Number.isSafeInteger(config.seed), 'seed', config.seed, 'a whole number');
  demand(isCount(config.draw), 'draw', config.draw, 'a whole number, 0 or more');
  demand(config.learningRate > 0, 'learningRate', config.learningRate, 'above 0');
  demand(config.weightDecay >= 0, 'weightDecay', config.weightDecay, '0 or more');
  demand(isFraction(config.momentum), 'momentum', config.momentum, 'at least 0 and below 1');
  demand(isFraction(config.rate), 'rate', config.rate, 'at least 0 and below 1');
  demand(isFraction(config.outputRate), 'outputRate', config.outputRate, 'at least 0 and below 1');
  demand(
    rounds[0] === 0 && rounds.every((r, i) => isCount(r) && (i === 0 || r > rounds[i - 1])),
    'rounds',
    `[${rounds.join(', ')}]`,
    'whole numbers that grow from 0, such as [0, 2, 4]',
  );
  demand(
    trainSize + validationSize <= available,
    'trainSize + validationSize',
    trainSize + validationSize,
    `at most ${available}, the training images of '${dataset}'`,
  );
  const duration = iterationsOf(config, config.duration);
  demand(duration > 0, 'duration', config.duration, "at least '1it'");
  demand(
    iterationsOf(config, config.evaluateEvery) > 0,
    'evaluateEvery',
    config.evaluateEvery,
    "at least '1it'",
  );
  demand(
    iterationsOf(config, config.rewindTo) < duration,
    'rewindTo',
    config.rewindTo,
    `before the end of training, '${config.duration}'`,
  );
}

/** Puts back to its default what cannot matter: the pruner of a dense net, the path of a blind one. */
export function normalise(config: PruneRetrainConfig): PruneRetrainConfig {
  const { scorer, scope, rate, outputRate, momentum } = defaults;
  let normal = config;
  if (isDense(normal)) {
    // A dense net has nothing to be rewound to, but keeps the weights that its tickets rewind to.
    normal = { ...normal, scorer, scope, rate, outputRate };
  } else if (scorers[normal.scorer].needs === 'nothing') {
    normal = { ...normal, rounds: [0, lastRound(normal)] };
  }
  if (normal.scope === 'global') normal = { ...normal, outputRate };
  if (normal.optimizer === 'adam') normal = { ...normal, momentum };
  if (normal.start === 'rewind') normal = { ...normal, draw: defaults.draw };
  return normal;
}

/** The run whose trained weights decide the mask; null if no trained weights are needed. */
export function maskParent(config: PruneRetrainConfig): PruneRetrainConfig | null {
  if (isDense(config) || scorers[config.scorer].needs === 'nothing') return null;
  return { ...config, rounds: config.rounds.slice(0, -1), start: 'rewind' };
}

/** The dense run that passed through the weights to rewind to; null if that is the initialisation. */
export function rewindParent(config: PruneRetrainConfig): PruneRetrainConfig | null {
  const atStart = iterationsOf(config, config.rewindTo) === 0;
  if (isDense(config) || config.start === 'reinit' || atStart) return null;
  return { ...config, rounds: [0] };
}

/** GFLOP of the run, a sparse step counted by its surviving weights. */
export function cost(config: PruneRetrainConfig): number {
  const model = modelOf(config);
  const remaining = modelDensity(model, config, lastRound(config));
  const share = runningShare(remaining);
  const iterationCount = iterationsOf(config, config.duration);
  const evaluations = iterationCount / iterationsOf(config, config.evaluateEvery);
  const { testSize } = describeDataset(config.dataset);
  const passes =
    3 * config.batchSize * iterationCount + evaluations * (config.validationSize + testSize);
  return (2 * forwardMacs(model) * share * passes) / 1e9;
}
