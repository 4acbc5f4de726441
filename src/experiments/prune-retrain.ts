import type { Evaluation } from '../engine/engine.js';
import type { Config, Context, Experiment, Row, Tensors } from '../experiment/experiment.js';
import { stream } from '../math/rng.js';
import { glorotNormal } from '../models/initialise.js';
import { type Model, type Parameters, parameterSpecs, prunableSpecs } from '../models/model.js';
import { density, denseMask, type Mask } from '../models/mask.js';
import { prune } from '../pruning/schedule.js';
import { scorers } from '../pruning/scores/register.js';
import { drawSplit } from '../training/split.js';
import { train } from '../training/train.js';
import * as settings from './prune-retrain-config.js';
import type { PruneRetrainConfig } from './prune-retrain-config.js';
import { datasetOf, threadEngine } from './resources.js';
import { sixDigits } from './settings.js';

/**
 * Prunes a trained net and trains what is left: one link of the lottery-ticket chain.
 *
 * With `rounds` [0] it trains the dense net. Otherwise it takes the weights with which the run with
 * one entry less in `rounds` ended, prunes them to the density of the last entry, puts the survivors
 * back to their start and trains them (Frankle & Carbin 2019, section 2; rewinding as in Frankle et
 * al. 2020). A ladder is a chain of such runs, one-shot pruning a chain of two, and each link is
 * found again by whoever asks for the same.
 *
 * Rows: one per evaluation, with `iteration`, `density`, and loss and accuracy on the validation and
 * test sets (losses to six digits); `trainAccuracy`, over all training examples, in the last row.
 */
export const pruneRetrain: Experiment = {
  name: 'prune-retrain',
  version: 1,
  defaults: { ...settings.defaults },
  check: (config) => settings.check(typed(config)),
  normalise: (config) => ({ ...settings.normalise(typed(config)) }),
  parents: (config) => {
    const parents = [settings.maskParent(typed(config)), settings.rewindParent(typed(config))];
    return parents.filter((parent) => parent !== null).map((parent) => ({ ...parent }));
  },
  cost: (config) => settings.cost(typed(config)),
  typicalPace: 0.02,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): PruneRetrainConfig {
  return config as unknown as PruneRetrainConfig; // `check` has seen it
}

function run(config: PruneRetrainConfig, context: Context): Row[] {
  const { seed, trainSize, validationSize, batchSize, learningRate } = config;
  const data = datasetOf(config, context);
  const model = settings.modelOf(config);
  const split = drawSplit(data.train.size, trainSize, validationSize, stream(seed, 'subset'));
  const mask = findMask(model, config, context);
  const rewindAt = settings.iterationsOf(config, config.rewindTo);
  const evaluateEvery = settings.iterationsOf(config, config.evaluateEvery);
  const to = settings.iterationsOf(config, config.duration);
  const from = settings.isDense(config) || config.start === 'reinit' ? 0 : rewindAt;

  const rows: Row[] = [];
  let rewindPoint: Parameters = {};
  const network = threadEngine().compile(model, {
    batchSize,
    mask,
    optimizer: settings.optimizerOf(config),
  });
  try {
    network.load(startingPoint(model, config, context));
    train(network, {
      data: data.train,
      examples: split.train,
      order: stream(seed, 'order'),
      learningRate,
      from,
      to,
      after: (iteration) => {
        if (iteration === rewindAt && settings.isDense(config)) rewindPoint = network.parameters();
        if (iteration % evaluateEvery !== 0 && iteration !== to) return;
        context.progress(iteration / to);
        const validation = network.evaluate(data.train, split.validation);
        const test = network.evaluate(data.test);
        const atEnd = iteration === to ? network.evaluate(data.train, split.train) : null;
        rows.push(evaluationRow(iteration, density(mask), validation, test, atEnd));
      },
    });
    if (config.start === 'rewind') {
      context.keep({
        ...prefixed('final/', network.parameters()),
        ...prefixed('mask/', mask),
        ...(rewindAt > 0 ? prefixed('rewind/', rewindPoint) : {}),
      });
    }
  } finally {
    network.dispose();
  }
  return rows;
}

function findMask(model: Model, config: PruneRetrainConfig, context: Context): Mask {
  if (settings.isDense(config)) return denseMask(model);
  const parent = settings.maskParent(config);
  const state =
    parent === null
      ? { parameters: {}, mask: denseMask(model) }
      : finalState(model, context.parent({ ...parent }));
  return prune(model, scorers[config.scorer], state, {
    rates: config,
    rounds: settings.lastRound(config),
    rng: stream(config.seed, 'pruning'),
  });
}

function startingPoint(model: Model, config: PruneRetrainConfig, context: Context): Parameters {
  if (config.start === 'reinit') {
    return glorotNormal(model, stream(config.seed, `reinit-${config.draw}`));
  }
  const rewind = settings.rewindParent(config);
  return rewind === null
    ? glorotNormal(model, stream(config.seed, 'init'))
    : named(model, 'rewind/', context.parent({ ...rewind }));
}

function finalState(model: Model, kept: Tensors): { parameters: Parameters; mask: Mask } {
  return {
    parameters: named(model, 'final/', kept),
    mask: Object.fromEntries(
      prunableSpecs(model).map(({ name }) => [name, kept[`mask/${name}`] as Uint8Array]),
    ),
  };
}

function named(model: Model, prefix: string, kept: Tensors): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name }) => [name, kept[prefix + name] as Float32Array]),
  );
}

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, v]) => [prefix + name, v]));
}

function evaluationRow(
  iteration: number,
  remaining: number,
  validation: Evaluation,
  test: Evaluation,
  train: Evaluation | null,
): Row {
  return {
    iteration,
    density: sixDigits(remaining),
    validationLoss: sixDigits(validation.loss),
    validationAccuracy: sixDigits(validation.accuracy),
    testLoss: sixDigits(test.loss),
    testAccuracy: sixDigits(test.accuracy),
    trainAccuracy: train === null ? null : sixDigits(train.accuracy),
  };
}
