import { describeDataset } from '../../data/register.js';
import { lookUp } from '../../errors.js';
import { forwardMacs } from '../../models/cost.js';
import { type InitialiseOptions, weightDraws } from '../../models/initialise.js';
import { type Model, parameterSpecs } from '../../models/model.js';
import { buildModel } from '../../models/register.js';
import { scorers } from '../../pruning/scores/register.js';
import { smartRatios } from '../../pruning/smart-ratios.js';
import { demand, demandOneOf, isCount } from '../settings.js';

/** An untrained net and the criterion that prunes it: what experiments at initialisation share. */
export interface AtInitConfig {
  /** Gives the shape of the input, and the examples to those scorers that look at any. */
  readonly dataset: string;
  readonly model: string;
  readonly seed: number;
  /** How weights and biases are drawn; see `InitialiseOptions`. */
  readonly weights: InitialiseOptions['weights'];
  readonly biases: 'zero' | 'pytorch-default';
  /** The standard deviation of weights drawn as `normal`. */
  readonly deviation: number;
  /** Biases are multiplied by this once drawn. */
  readonly biasScale: number;
  readonly scorer: string;
  /** Rounds of scoring and pruning; 1 is one-shot. */
  readonly iterations: number;
  readonly schedule: 'exponential' | 'linear';
  /** Over which weights the scores compete; `smart-ratios` shares out by depth (Su et al. 2020). */
  readonly scope: 'global' | 'layerwise' | 'smart-ratios';
  /** Examples of each class that scorers by gradients see. */
  readonly scoringPerClass: number;
  /** If not 0: so many examples of any class instead. */
  readonly scoringSize: number;
  /** If not -1: examples of this class only. */
  readonly scoringClass: number;
  /** `corrupted`: with random labels and shuffled pixels (Su et al. 2020). */
  readonly scoringData: 'true' | 'corrupted';
}

export const atInitDefaults: AtInitConfig = {
  dataset: 'mnist',
  model: 'mlp-100-100-100-100-100',
  seed: 0,
  weights: 'kaiming-normal',
  biases: 'zero',
  deviation: 1,
  biasScale: 1,
  scorer: 'synflow',
  iterations: 1,
  schedule: 'exponential',
  scope: 'global',
  scoringPerClass: 10,
  scoringSize: 0,
  scoringClass: -1,
  scoringData: 'true',
};

export function modelOf({ dataset, model }: Pick<AtInitConfig, 'dataset' | 'model'>): Model {
  const { shape, numClasses } = describeDataset(dataset);
  return buildModel(model, shape, numClasses);
}

/** Whether the config's scorer looks at examples. */
export function looksAtData({ scorer }: Pick<AtInitConfig, 'scorer'>): boolean {
  const { needs } = scorers[scorer];
  return needs === 'gradients' || needs === 'hessian';
}

/** Examples that a scoring pass sees. */
export function scoringExamples(config: AtInitConfig): number {
  if (!looksAtData(config)) return 1;
  const classes = config.scoringClass >= 0 ? 1 : describeDataset(config.dataset).numClasses;
  return config.scoringSize > 0 ? config.scoringSize : config.scoringPerClass * classes;
}

/** GFLOP of pruning once. */
export function scoringCost(config: AtInitConfig): number {
  const { needs } = scorers[config.scorer];
  if (needs === 'nothing' || needs === 'weights') return 0;
  const passes = needs === 'hessian' ? 4 : 1;
  const macs = forwardMacs(modelOf(config));
  return (6 * macs * passes * scoringExamples(config) * config.iterations) / 1e9;
}

export function checkAtInit(config: AtInitConfig): void {
  const { numClasses, trainSize } = describeDataset(config.dataset);
  parameterSpecs(modelOf(config)); // throws where the input does not fit the model
  lookUp('scorer', scorers, config.scorer);
  demandOneOf(weightDraws, 'draw of weights', config.weights);
  demandOneOf(['zero', 'pytorch-default'], 'draw of biases', config.biases);
  demandOneOf(['exponential', 'linear'], 'schedule', config.schedule);
  demandOneOf(['global', 'layerwise', 'smart-ratios'], 'scope', config.scope);
  demandOneOf(['true', 'corrupted'], 'scoring data', config.scoringData);
  demand(Number.isSafeInteger(config.seed), 'seed', config.seed, 'a whole number');
  demand(config.deviation > 0, 'deviation', config.deviation, 'above 0');
  demand(Number.isFinite(config.biasScale), 'biasScale', config.biasScale, 'a finite number');
  for (const key of ['iterations', 'scoringPerClass'] as const) {
    demand(isCount(config[key]) && config[key] > 0, key, config[key], 'a positive whole number');
  }
  demand(
    config.scoringSize > 0 || scoringExamples(config) <= trainSize,
    'scoringPerClass',
    config.scoringPerClass,
    `less: '${config.dataset}' has ${trainSize} training images in ${numClasses} classes`,
  );
  demand(
    isCount(config.scoringSize) && config.scoringSize <= trainSize,
    'scoringSize',
    config.scoringSize,
    `a whole number up to ${trainSize}, the training images, or 0 for so many of each class`,
  );
  demand(
    config.scoringClass === -1 ||
      (isCount(config.scoringClass) && config.scoringClass < numClasses),
    'scoringClass',
    config.scoringClass,
    `a class from 0 to ${numClasses - 1}, or -1 for all`,
  );
}

/** Throws a `UserError` unless the net of the config, which is checked, can be pruned to `density`. */
export function checkDensity(config: AtInitConfig, name: string, density: number): void {
  demand(
    Number.isFinite(density) && density > 0 && density <= 1,
    name,
    density,
    'above 0 and at most 1',
  );
  if (config.scope === 'smart-ratios') smartRatios(modelOf(config), density);
}

/**
 * Puts back to its default what cannot matter for this scorer.
 *
 * Rounds do not matter for the mask of a scorer whose order is the same in every round; with
 * `everyRound` they do, because the masks on the way are looked at too.
 */
export function normaliseAtInit<C extends AtInitConfig>(config: C, { everyRound = false } = {}): C {
  const { schedule, iterations, biasScale, deviation } = atInitDefaults;
  let normal = config;
  const { needs } = scorers[normal.scorer];
  const sameOrder = needs === 'nothing' || needs === 'weights';
  if ((sameOrder && !everyRound) || normal.scope === 'smart-ratios') {
    normal = { ...normal, iterations };
  }
  if (normal.iterations === 1) normal = { ...normal, schedule };
  if (normal.weights !== 'normal') normal = { ...normal, deviation };
  if (normal.biases === 'zero') normal = { ...normal, biasScale };
  if (!looksAtData(normal)) return { ...normal, ...withoutData };
  return normal.scoringSize > 0 ? { ...normal, scoringPerClass } : normal;
}

const { scoringPerClass, scoringSize, scoringClass, scoringData } = atInitDefaults;
const withoutData = { scoringPerClass, scoringSize, scoringClass, scoringData };
