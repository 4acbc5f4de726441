import type { Dataset } from '../../data/dataset.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { pearson } from '../../math/correlation.js';
import { inputSize, prunableSpecs } from '../../models/model.js';
import { datasetOf } from '../resources.js';
import { demand, sixDigits } from '../settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
  checkDensity,
  modelOf,
  normaliseAtInit,
  scoringCost,
} from './settings.js';
import { makeUntrained, pruneUntrained } from './untrained.js';

/** The settings of `first-layer`. */
export interface FirstLayerConfig extends AtInitConfig {
  readonly density: number;
  /** Whether the rows hold the whole map. */
  readonly map: boolean;
}

/**
 * Prunes an untrained net whose first layer is dense and looks at which inputs it still sees.
 *
 * The map of a mask is, for every input pixel, how many weights of the first layer are kept. Rows:
 * one per class, with `class` and `correlation` of the map with the mean picture of that class over
 * all training pictures (null for a map that is the same everywhere, such as a dense net's); with
 * `map`, also one per pixel: `line`, `column`, `kept`. Lines of a second channel follow on those of
 * the first.
 */
export const firstLayer: Experiment = {
  name: 'first-layer',
  version: 1,
  defaults: { ...atInitDefaults, density: 0.1, map: false },
  check: (config) => check(typed(config)),
  normalise: (config) => ({ ...normaliseAtInit(typed(config)) }),
  parents: () => [],
  cost: (config) => scoringCost(typed(config)) + 0.1,
  typicalPace: 0.05,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): FirstLayerConfig {
  return config as unknown as FirstLayerConfig; // `check` has seen it
}

function check(config: FirstLayerConfig): void {
  checkAtInit(config);
  checkDensity(config, 'density', config.density);
  const model = modelOf(config);
  const [{ name, shape }] = prunableSpecs(model);
  demand(
    shape.length === 2 && shape[1] === inputSize(model),
    'model',
    config.model,
    `one whose first layer is dense and sees all pixels, such as an MLP ('${name}' does not)`,
  );
}

function run(config: FirstLayerConfig, context: Context): Row[] {
  const { train } = datasetOf(config, context);
  const untrained = makeUntrained(config, train);
  try {
    const mask = pruneUntrained(untrained, config, config.density);
    const [{ name, shape }] = prunableSpecs(untrained.model);
    const map = columnSums(mask[name], shape[1]);
    const varies = map.some((kept) => kept !== map[0]);
    const classes = meanPictures(train).map((picture, i) => ({
      class: i,
      correlation: varies ? sixDigits(pearson(map, picture)) : null,
    }));
    return config.map ? [...classes, ...pixelRows(map, train.shape[2])] : classes;
  } finally {
    untrained.dispose();
  }
}

/** For every column of a matrix of zeros and ones, how many ones it has. */
function columnSums(bits: Uint8Array, columns: number): number[] {
  const sums = new Array<number>(columns).fill(0);
  bits.forEach((bit, i) => (sums[i % columns] += bit));
  return sums;
}

/** The mean picture of each class. */
function meanPictures({ images, labels, shape, numClasses }: Dataset): number[][] {
  const area = shape[0] * shape[1] * shape[2];
  const counts = new Array<number>(numClasses).fill(0);
  const sums = Array.from({ length: numClasses }, () => new Array<number>(area).fill(0));
  labels.forEach((label, i) => {
    counts[label]++;
    const sum = sums[label];
    for (let pixel = 0; pixel < area; pixel++) sum[pixel] += images[i * area + pixel];
  });
  return sums.map((sum, label) => sum.map((value) => value / Math.max(1, counts[label])));
}

function pixelRows(map: readonly number[], width: number): Row[] {
  return map.map((kept, i) => ({ line: Math.floor(i / width), column: i % width, kept }));
}
