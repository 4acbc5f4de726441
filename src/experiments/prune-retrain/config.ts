import type { LabelNoise } from '../../data/label-noise.js';
import { describeDataset } from '../../data/register.js';
import { adam, type Optimizer, sgd } from '../../engine/optimizer.js';
import type { EngineChoice } from '../../engine/select.js';
import type { Config } from '../../experiment/experiment.js';
import { forwardMacs } from '../../models/cost.js';
import type { InitialiseOptions } from '../../models/initialise.js';
import type { Model } from '../../models/model.js';
import { buildModel } from '../../models/register.js';
import { modelDensity, type PruningRates, type Rounds } from '../../pruning/schedule.js';
import type { AugmentOptions } from '../../training/augment.js';
import { type Course, learningRateAt } from '../../training/learning-rate.js';
import { iterations, type Step } from '../../training/step.js';
import { iterationsPerEpoch } from '../../training/train.js';
import { runningShare } from '../training-settings.js';

/**
 * Where a pruned net starts, and on what its levels build:
 *
 * - `rewind`: the survivors go back to where the dense net was at `rewindTo` (lottery tickets)
 * - `reinit`: the mask of the rewound level, with weights drawn anew (`draw` says which)
 * - `scratch`: every level's weights are drawn anew, and its mask comes from the scratch level before
 * - `finetune`: the survivors keep their trained weights, and go on at the last learning rate
 * - `learning-rate-rewind`: they keep them, and the learning rate starts over (Renda et al. 2020)
 */
export const starts = ['rewind', 'reinit', 'scratch', 'finetune', 'learning-rate-rewind'] as const;

/** What the last row of a run can hold besides loss and accuracy. */
export const measures = ['learningDistance', 'sharpness'] as const;

/** The settings of `prune-retrain`. */
export interface PruneRetrainConfig {
  readonly dataset: string;
  readonly trainSize: number;
  /** Images held out of training; 0 for none. */
  readonly validationSize: number;
  /** Wrong labels for the training set, the same for every net of a seed; null for none. */
  readonly labelNoise: LabelNoise | null;
  readonly model: string;
  readonly seed: number;
  /** How weights and the scales of normalisations are drawn; see `InitialiseOptions`. */
  readonly weights: InitialiseOptions['weights'];
  readonly scales: 'one' | 'uniform';
  /** What trains the network, unless the command line or PRUNELAB_ENGINE says otherwise. */
  readonly engine: EngineChoice;
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  /** How the rate falls and how it rises at first, as in `LearningRate`; null for a constant one. */
  readonly course: Course | null;
  readonly warmup: Step;
  /** Of SGD; Adam ignores it. */
  readonly momentum: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  /** Random moves of the training pictures; null for none. */
  readonly augment: AugmentOptions | null;
  readonly duration: Step;
  /** How often the validation and test sets are evaluated. */
  readonly evaluateEvery: Step;
  readonly scorer: string;
  readonly scope: PruningRates['scope'];
  /** The fraction of surviving weights pruned per round, and the same for the output layer. */
  readonly rate: number;
  readonly outputRate: number;
  /** With global scope: `output` leaves the output layer whole, and the others lose its share. */
  readonly spare: 'none' | 'output';
  /** The pruning so far; the last entry is what this run is pruned to. */
  readonly rounds: Rounds;
  readonly start: (typeof starts)[number];
  /** Which new draw, when there are several per seed. */
  readonly draw: number;
  /** The steps at which the dense net's weights are kept, for nets that rewind to them. */
  readonly checkpoints: readonly Step[];
  /** Where `rewind` goes back to: the initialisation, `0it`, or one of `checkpoints`. */
  readonly rewindTo: Step;
  /**
   * After rewinding: go on as if trained up to there (`continue`), or train for all of `duration`
   * from there, with learning rate and data order as from the start (`restart`).
   */
  readonly clock: 'continue' | 'restart';
  /**
   * Which draw of SGD's noise: 0 is that of the net itself, others see the data in another order
   * from the start of this run on. A dense copy starts where the dense net was at `rewindTo`.
   */
  readonly copy: number;
  /**
   * If not `0it`: the net of the other settings, once trained, gets its pruned weights back, as
   * zeros, and is trained on without a mask for so long, at its last learning rate.
   */
  readonly redense: Step;
  /** Names of `measures`. */
  readonly measures: readonly string[];
}

/** The lottery-ticket paper's own settings, dense. */
export const defaults: PruneRetrainConfig = {
  dataset: 'mnist',
  trainSize: 55_000,
  validationSize: 5_000,
  labelNoise: null,
  model: 'lenet-300-100',
  seed: 0,
  weights: 'glorot-normal',
  scales: 'one',
  engine: 'auto',
  optimizer: 'adam',
  learningRate: 0.0012,
  course: null,
  warmup: '0it',
  momentum: 0,
  weightDecay: 0,
  batchSize: 60,
  augment: null,
  duration: '50000it',
  evaluateEvery: '100it',
  scorer: 'magnitude',
  scope: 'layerwise',
  rate: 0.2,
  outputRate: 0.1,
  spare: 'none',
  rounds: [0],
  start: 'rewind',
  draw: 0,
  checkpoints: [],
  rewindTo: '0it',
  clock: 'continue',
  copy: 0,
  redense: '0it',
  measures: [],
};

export function typed(config: Config): PruneRetrainConfig {
  return config as unknown as PruneRetrainConfig; // `check` has seen it
}

export function untyped(config: PruneRetrainConfig): Config {
  return config as unknown as Config;
}

/** Whether nothing is pruned. */
export function isDense({ rounds }: PruneRetrainConfig): boolean {
  return rounds.length === 1;
}

/** Whether pruned weights have come back. */
export function isRedense(config: PruneRetrainConfig): boolean {
  return iterationsOf(config, config.redense) > 0;
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
export function iterationsOf(
  { trainSize, batchSize }: Pick<PruneRetrainConfig, 'trainSize' | 'batchSize'>,
  step: Step,
): number {
  return iterations(step, iterationsPerEpoch(trainSize, batchSize));
}

/** The iterations that a run trains, and their learning rates. */
export interface Schedule {
  readonly from: number;
  readonly to: number;
  readonly learningRate: (iteration: number) => number;
}

export function scheduleOf(config: PruneRetrainConfig): Schedule {
  const { learningRate: rate, course, warmup, trainSize, batchSize, start, clock } = config;
  const total = iterationsOf(config, config.duration);
  const span = { iterationsPerEpoch: iterationsPerEpoch(trainSize, batchSize), total };
  const all = course === null ? { rate, warmup } : { rate, warmup, course };
  const usual = (iteration: number): number => learningRateAt(all, iteration, span);
  const last = usual(total - 1);
  if (isRedense(config)) {
    return { from: 0, to: iterationsOf(config, config.redense), learningRate: () => last };
  }
  if (start === 'finetune') return { from: 0, to: total, learningRate: () => last };
  const rewinds = start === 'rewind' && (!isDense(config) || config.copy > 0);
  const from = rewinds && clock === 'continue' ? iterationsOf(config, config.rewindTo) : 0;
  return { from, to: total, learningRate: usual };
}

/** GFLOP of the run, a sparse step counted by its surviving weights. */
export function cost(config: PruneRetrainConfig): number {
  const model = modelOf(config);
  const remaining = isRedense(config) ? 1 : modelDensity(model, config, lastRound(config));
  const { from, to } = scheduleOf(config);
  const evaluations = (to - from) / iterationsOf(config, config.evaluateEvery);
  const { testSize } = describeDataset(config.dataset);
  const passes =
    3 * config.batchSize * (to - from) + evaluations * (config.validationSize + testSize);
  return (2 * forwardMacs(model) * runningShare(remaining) * passes) / 1e9;
}
