import type { DatasetPair } from '../../data/dataset.js';
import { addLabelNoise } from '../../data/label-noise.js';
import type { Network } from '../../engine/engine.js';
import type { Context, Experiment, Row, Tensors } from '../../experiment/experiment.js';
import { stream } from '../../math/rng.js';
import { density, type Mask } from '../../models/mask.js';
import { drawSplit, type Split } from '../../training/split.js';
import { train } from '../../training/train.js';
import { datasetOf, threadEngine } from '../resources.js';
import { sixDigits } from '../settings.js';
import { check } from './check.js';
import * as settings from './config.js';
import { type PruneRetrainConfig, typed, untyped } from './config.js';
import { maskParent, normalise, startParent } from './links.js';
import { measure } from './measures.js';
import { checkpointPrefix, FINAL, findMask, type Kept, MASK, prefixed } from './start.js';
import { startingPoint, type TrainingData } from './start.js';

/**
 * Prunes a trained net and trains what is left: one link of the lottery-ticket chain.
 *
 * With `rounds` [0] it trains the dense net. Otherwise it takes the weights with which the run with
 * one entry less in `rounds` ended, prunes them to the density of the last entry, starts the survivors
 * where `start` says and trains them (Frankle & Carbin 2019, section 2; rewinding as in Frankle et
 * al. 2020). A ladder is a chain of such runs, one-shot pruning a chain of two, and each link is
 * found again by whoever asks for the same.
 *
 * Rows: one per evaluation, with `iteration`, `density`, and loss and accuracy on the validation and
 * test sets (losses to six digits); `trainAccuracy`, over all training examples with the labels that
 * they were trained on, and what `measures` asks for, in the last row.
 */
export const pruneRetrain: Experiment = {
  name: 'prune-retrain',
  version: 1,
  defaults: untyped(settings.defaults),
  check: (config) => check(typed(config)),
  normalise: (config) => untyped(normalise(typed(config))),
  parents: (config) =>
    [maskParent(typed(config)), startParent(typed(config))]
      .filter((parent) => parent !== null)
      .map(parentRun),
  cost: (config) => settings.cost(typed(config)),
  typicalPace: 0.02,
  run: (config, context) => run(typed(config), context),
};

function parentRun(config: PruneRetrainConfig) {
  return { experiment: pruneRetrain, config: untyped(config) };
}

/** The data of a run: the training set with its wrong labels, and which examples are whose. */
export function dataOf(
  config: PruneRetrainConfig,
  pair: DatasetPair,
): { readonly training: TrainingData; readonly split: Split } {
  const { seed, trainSize, validationSize, labelNoise } = config;
  const data =
    labelNoise === null
      ? pair.train
      : addLabelNoise(pair.train, labelNoise, stream(seed, 'label-noise'));
  const split = drawSplit(data.size, trainSize, validationSize, stream(seed, 'subset'));
  return { training: { data, examples: split.train }, split };
}

function run(config: PruneRetrainConfig, context: Context): readonly Row[] {
  const { batchSize } = config;
  const pair = datasetOf(config, context);
  const { training, split } = dataOf(config, pair);
  const kept: Kept = (parent) => context.parent(parentRun(parent));
  const mask = findMask(config, kept, training);
  const optimizer = settings.optimizerOf(config);
  const network = threadEngine().compile(settings.modelOf(config), { batchSize, mask, optimizer });
  try {
    network.load(startingPoint(config, kept));
    const { rows, checkpoints } = trainAndEvaluate(config, network, mask, {
      training,
      split,
      pair,
      context,
    });
    const ended = { ...prefixed(FINAL, network.parameters()), ...prefixed(MASK, mask) };
    if (isBuiltOn(config)) context.keep({ ...ended, ...checkpoints });
    const last = { ...rows[rows.length - 1], ...measure(config, { network, mask, training }) };
    return [...rows.slice(0, -1), last];
  } finally {
    network.dispose();
  }
}

/** Nothing builds on a pruned net with new weights, but for a comparison of two copies of it. */
function isBuiltOn(config: PruneRetrainConfig): boolean {
  return config.start !== 'reinit' || config.copy > 0 || settings.isDense(config);
}

interface Surroundings {
  readonly training: TrainingData;
  readonly split: Split;
  readonly pair: DatasetPair;
  readonly context: Context;
}

function trainAndEvaluate(
  config: PruneRetrainConfig,
  network: Network,
  mask: Mask,
  { training: { data, examples }, split, pair, context }: Surroundings,
): { readonly rows: Row[]; readonly checkpoints: Tensors } {
  const { from, to, learningRate } = settings.scheduleOf(config);
  const evaluateEvery = settings.iterationsOf(config, config.evaluateEvery);
  const stops = checkpointsOf(config);
  const rows: Row[] = [];
  let checkpoints: Tensors = {};
  train(network, {
    data,
    examples,
    order: noiseStream(config, 'order'),
    ...(config.augment === null
      ? {}
      : { augment: { ...config.augment, rng: noiseStream(config, 'augmentation') } }),
    learningRate,
    from,
    to,
    after: (iteration) => {
      if (stops.includes(iteration)) {
        const now = prefixed(checkpointPrefix(iteration), network.parameters());
        checkpoints = { ...checkpoints, ...now };
      }
      if (iteration % evaluateEvery !== 0 && iteration !== to) return;
      context.progress((iteration - from) / (to - from));
      const held = split.validation.length > 0 ? network.evaluate(data, split.validation) : null;
      const tested = network.evaluate(pair.test);
      const fitted = iteration === to ? network.evaluate(data, examples) : null;
      rows.push({
        iteration,
        density: sixDigits(density(mask)),
        validationLoss: held && sixDigits(held.loss),
        validationAccuracy: held && sixDigits(held.accuracy),
        testLoss: sixDigits(tested.loss),
        testAccuracy: sixDigits(tested.accuracy),
        trainAccuracy: fitted && sixDigits(fitted.accuracy),
      });
    },
  });
  return { rows, checkpoints };
}

/** The stream of one kind of SGD's noise, for this copy of the net. */
function noiseStream({ seed, copy }: PruneRetrainConfig, name: string) {
  return stream(seed, copy === 0 ? name : `${name}-${copy}`);
}

/** The iterations at which this run keeps its weights: the dense net's, for those that rewind. */
function checkpointsOf(config: PruneRetrainConfig): number[] {
  const { start, copy } = config;
  const isSource = settings.isDense(config) && start === 'rewind' && copy === 0;
  return isSource ? config.checkpoints.map((step) => settings.iterationsOf(config, step)) : [];
}
