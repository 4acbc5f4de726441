import { meanSquares } from '../../analysis/layer-scores.js';
import type { Dataset } from '../../data/dataset.js';
import { randomLabels } from '../../data/relabel.js';
import type { Network } from '../../engine/engine.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { stream } from '../../math/rng.js';
import { density, denseMask, type Mask } from '../../models/mask.js';
import { collapsedLayers } from '../../pruning/paths/collapse.js';
import { effectiveDensity, hasPath } from '../../pruning/paths/connectivity.js';
import { shuffleLayerwise } from '../../pruning/controls.js';
import { drawSplit } from '../../training/split.js';
import { train } from '../../training/train.js';
import { datasetOf, threadEngine } from '../resources.js';
import { sixDigits } from '../settings.js';
import * as settings from './prune-at-init-config.js';
import type { PruneAtInitConfig } from './prune-at-init-config.js';
import { modelOf } from './settings.js';
import { sizeSlope } from './size-slope.js';
import { drawParameters, makeUntrained, pruneUntrained } from './untrained.js';

/**
 * Prunes a net before it is trained, then trains what is left.
 *
 * Rows: one per evaluation, with `iteration` and loss and accuracy on the test set; the last one has
 * `trainLoss` and `trainAccuracy` over all training examples too. Every row says what was kept:
 * `density`, `effectiveDensity` (weights on some path from input to output), `emptyLayers`,
 * `connected` (whether there is any path). Those of a dense net have `squareSlope`: how mean squared
 * weights go with 1 / size over the layers, log to log (Tanaka et al. 2020, figure 5b); null if all
 * layers have the same size.
 *
 * Scorers that look at examples draw them from the whole training set, with the labels that the net is
 * trained on.
 *
 * A net that has collapsed is trained like any other and tests at chance.
 */
export const pruneAtInit: Experiment = {
  name: 'prune-at-init',
  version: 1,
  defaults: settings.defaults as unknown as Config,
  check: (config) => settings.check(typed(config)),
  normalise: (config) => settings.normalise(typed(config)) as unknown as Config,
  parents: () => [],
  cost: (config) => settings.cost(typed(config)),
  typicalPace: 0.02,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): PruneAtInitConfig {
  return config as unknown as PruneAtInitConfig; // `check` has seen it
}

function run(config: PruneAtInitConfig, context: Context): Row[] {
  const { seed, batchSize } = config;
  const given = datasetOf(config, context);
  const model = modelOf(config);
  const data =
    config.labels === 'true' ? given.train : randomLabels(given.train, stream(seed, 'label-noise'));
  const mask = findMask(config, data);
  const { train: examples } = drawSplit(data.size, config.trainSize, 0, stream(seed, 'subset'));
  const optimizer = settings.optimizerOf(config);
  const network = threadEngine().compile(model, { batchSize, mask, optimizer, seed });
  try {
    network.load(drawParameters(model, config, config.start === 'keep' ? 'init' : 'reinit'));
    return trainAndEvaluate(config, network, mask, { data, examples, test: given.test }, context);
  } finally {
    network.dispose();
  }
}

function findMask(config: PruneAtInitConfig, data: Dataset): Mask {
  if (settings.isDense(config)) return denseMask(modelOf(config));
  const untrained = makeUntrained(config, data);
  try {
    const mask = pruneUntrained(untrained, config, config.density);
    return config.control === 'shuffle'
      ? shuffleLayerwise(mask, stream(config.seed, 'shuffle'))
      : mask;
  } finally {
    untrained.dispose();
  }
}

/** Where a net is trained and tested. */
interface Examples {
  readonly data: Dataset;
  readonly examples: Int32Array;
  readonly test: Dataset;
}

function trainAndEvaluate(
  config: PruneAtInitConfig,
  network: Network,
  mask: Mask,
  { data, examples, test }: Examples,
  context: Context,
): Row[] {
  const to = settings.iterationsOf(config, config.duration);
  const evaluateEvery = settings.iterationsOf(config, config.evaluateEvery);
  const survivors = describeMask(network, mask);
  const rows: Row[] = [];
  train(network, {
    data,
    examples,
    order: stream(config.seed, 'order'),
    learningRate: settings.learningRateOf(config),
    ...(config.augment === null
      ? {}
      : { augment: { ...config.augment, rng: stream(config.seed, 'augmentation') } }),
    to,
    after: (iteration) => {
      if (iteration % evaluateEvery !== 0 && iteration !== to) return;
      context.progress(iteration / to);
      const tested = network.evaluate(test);
      const fitted = iteration === to ? network.evaluate(data, examples) : null;
      rows.push({
        iteration,
        ...survivors,
        squareSlope: settings.isDense(config)
          ? sizeSlope(meanSquares(network.model, network.parameters()))
          : null,
        testLoss: sixDigits(tested.loss),
        testAccuracy: sixDigits(tested.accuracy),
        trainLoss: fitted === null ? null : sixDigits(fitted.loss),
        trainAccuracy: fitted === null ? null : sixDigits(fitted.accuracy),
      });
    },
  });
  return rows;
}

function describeMask({ model }: Network, mask: Mask): Row {
  return {
    density: sixDigits(density(mask)),
    effectiveDensity: sixDigits(effectiveDensity(model, mask)),
    emptyLayers: collapsedLayers(mask).length,
    connected: hasPath(model, mask),
  };
}
