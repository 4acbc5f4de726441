import { checkLabelNoise } from '../../data/label-noise.js';
import { describeDataset } from '../../data/register.js';
import { lookUp } from '../../errors.js';
import { weightDraws } from '../../models/initialise.js';
import { keptAfter, outputSize } from '../../pruning/schedule.js';
import { scorers } from '../../pruning/scores/register.js';
import { demand, demandOneOf, isCount, isFraction } from '../settings.js';
import { checkTraining, demandKeys, demandObject } from '../training-settings.js';
import { isDense, iterationsOf, lastRound, measures, modelOf, starts } from './config.js';
import type { PruneRetrainConfig } from './config.js';

/** Throws a `UserError` for a config of `prune-retrain` that makes no sense. */
export function check(config: PruneRetrainConfig): void {
  checkData(config);
  checkTrainingOf(config);
  checkPruning(config);
  checkStart(config);
  for (const measure of config.measures) demandOneOf(measures, 'measure', measure);
}

function checkData(config: PruneRetrainConfig): void {
  const { dataset, trainSize, validationSize, batchSize, labelNoise } = config;
  const { trainSize: available, numClasses } = describeDataset(dataset);
  modelOf(config);
  for (const [key, value] of Object.entries({ trainSize, batchSize })) {
    demand(isCount(value) && value > 0, key, value, 'a positive whole number');
  }
  demand(isCount(validationSize), 'validationSize', validationSize, 'a whole number, 0 or more');
  demand(Number.isSafeInteger(config.seed), 'seed', config.seed, 'a whole number');
  demand(
    trainSize + validationSize <= available,
    'trainSize + validationSize',
    trainSize + validationSize,
    `at most ${available}, the training images of '${dataset}'`,
  );
  if (labelNoise === null) return;
  demandObject(
    'labelNoise',
    labelNoise,
    "null or an object such as { kind: 'uniform', fraction: 0.2 }",
  );
  demandKeys('labelNoise', labelNoise, ['kind', 'fraction']);
  checkLabelNoise(labelNoise, numClasses, dataset);
}

function checkTrainingOf(config: PruneRetrainConfig): void {
  checkTraining(config);
  demandOneOf(weightDraws, 'draw of weights', config.weights);
  demandOneOf(['one', 'uniform'], 'draw of scales', config.scales);
  for (const key of ['duration', 'evaluateEvery'] as const) {
    demand(iterationsOf(config, config[key]) > 0, key, config[key], "at least '1it'");
  }
}

function checkPruning(config: PruneRetrainConfig): void {
  const { scope, rounds, spare } = config;
  const { needs } = lookUp('scorer', scorers, config.scorer);
  demand(
    ['nothing', 'weights', 'gradients'].includes(needs),
    'scorer',
    config.scorer,
    'one that looks at weights or at gradients of trained nets: magnitude, snip or random',
  );
  demandOneOf(['layerwise', 'global'], 'scope', scope);
  demandOneOf(['none', 'output'], 'layer to spare', spare);
  demand(isFraction(config.rate), 'rate', config.rate, 'at least 0 and below 1');
  demand(isFraction(config.outputRate), 'outputRate', config.outputRate, 'at least 0 and below 1');
  demand(
    rounds[0] === 0 && rounds.every((r, i) => isCount(r) && (i === 0 || r > rounds[i - 1])),
    'rounds',
    `[${rounds.join(', ')}]`,
    'whole numbers that grow from 0, such as [0, 2, 4]',
  );
  if (spare === 'none' || isDense(config)) return;
  demand(
    scope === 'global',
    'scope',
    scope,
    "'global' where a layer is spared (layerwise pruning spares it with an outputRate of 0)",
  );
  const model = modelOf(config);
  const left = keptAfter(model, config, lastRound(config));
  const output = outputSize(model);
  demand(
    left > output,
    'rounds',
    `[${rounds.join(', ')}]`,
    `fewer: they leave ${left} weights, and the output layer, which is spared, has ${output} of them`,
  );
}

function checkStart(config: PruneRetrainConfig): void {
  const { checkpoints, rewindTo, start, duration } = config;
  demandOneOf(starts, 'start', start);
  demandOneOf(['continue', 'restart'], 'clock', config.clock);
  for (const key of ['draw', 'copy'] as const) {
    demand(isCount(config[key]), key, config[key], 'a whole number, 0 or more');
  }
  for (const key of ['warmup', 'redense'] as const) iterationsOf(config, config[key]); // may throw
  const end = iterationsOf(config, duration);
  for (const step of checkpoints) {
    const at = iterationsOf(config, step);
    demand(at > 0 && at < end, 'checkpoints', step, `after the start and before '${duration}'`);
  }
  const back = iterationsOf(config, rewindTo);
  demand(
    back === 0 || checkpoints.some((step) => iterationsOf(config, step) === back),
    'rewindTo',
    rewindTo,
    `'0it' or one of the steps in 'checkpoints', which are [${checkpoints.join(', ')}]`,
  );
}
