import { cutMass } from '../../analysis/layer-scores.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { kept } from '../../models/mask.js';
import { datasetOf } from '../resources.js';
import { sixDigits } from '../settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
  checkDensity,
  normaliseAtInit,
  scoringCost,
} from './settings.js';
import { makeUntrained, pruneUntrained } from './untrained.js';

/** The settings of `pruning-rounds`. */
export interface PruningRoundsConfig extends AtInitConfig {
  readonly density: number;
}

/**
 * Prunes an untrained net and measures how much of the flow each round cuts.
 *
 * Rows: one per round, with `round`, `kept`, `cut` (the scores of what the round removed, summed),
 * `flow` (the scores of the output layer, summed: the whole flow, if the scorer conserves it), and
 * `ratio` = cut / flow, null once nothing flows. A scorer that conserves flow can only empty a layer in
 * a round whose ratio is at least 1 (Tanaka et al. 2020, theorem 3 and figure 7).
 */
export const pruningRounds: Experiment = {
  name: 'pruning-rounds',
  version: 1,
  defaults: { ...atInitDefaults, density: 0.1 },
  check: (config) => {
    checkAtInit(typed(config));
    checkDensity(typed(config), 'density', typed(config).density);
  },
  normalise: (config) => ({ ...normaliseAtInit(typed(config), { everyRound: true }) }),
  parents: () => [],
  cost: (config) => scoringCost(typed(config)) + 0.1,
  typicalPace: 0.05,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): PruningRoundsConfig {
  return config as unknown as PruningRoundsConfig; // `check` has seen it
}

function run(config: PruningRoundsConfig, context: Context): Row[] {
  const untrained = makeUntrained(config, datasetOf(config, context).train);
  const rows: Row[] = [];
  try {
    pruneUntrained(untrained, config, config.density, ({ round, scores, before, mask }) => {
      const { removed, flow } = cutMass(scores, mask, before);
      rows.push({
        round,
        kept: kept(mask),
        cut: sixDigits(removed),
        flow: sixDigits(flow),
        ratio: flow === 0 ? null : sixDigits(removed / flow),
      });
      context.progress(round / config.iterations);
    });
  } finally {
    untrained.dispose();
  }
  return rows;
}
