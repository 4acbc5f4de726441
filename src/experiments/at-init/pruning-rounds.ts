import { cutMass } from '../../analysis/layer-scores.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { kept } from '../../models/mask.js';
import type { Resources } from '../resources.js';
import { demand, sixDigits } from '../settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
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
 * `flow` (the scores of one layer, summed: the whole flow), and `ratio` = cut / flow. A layer can only
 * be emptied in a round whose ratio is at least 1 (Tanaka et al. 2020, theorem 3 and figure 7).
 */
export const pruningRounds: Experiment = {
  name: 'pruning-rounds',
  version: 1,
  defaults: { ...atInitDefaults, density: 0.1 },
  check: (config) => {
    checkAtInit(typed(config));
    const { density } = typed(config);
    demand(density > 0 && density <= 1, 'density', density, 'above 0 and at most 1');
  },
  normalise: (config) => ({ ...normaliseAtInit(typed(config)) }),
  parents: () => [],
  cost: (config) => scoringCost(typed(config)) + 0.1,
  typicalPace: 0.05,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): PruningRoundsConfig {
  return config as unknown as PruningRoundsConfig; // `check` has seen it
}

function run(config: PruningRoundsConfig, context: Context): Row[] {
  const untrained = makeUntrained(
    config,
    (context.resources as Resources).datasets[config.dataset].train,
  );
  const rows: Row[] = [];
  try {
    pruneUntrained(untrained, config, config.density, ({ round, scores, before, mask }) => {
      const { removed, flow } = cutMass(scores, mask, before);
      rows.push({
        round,
        kept: kept(mask),
        cut: sixDigits(removed),
        flow: sixDigits(flow),
        ratio: sixDigits(removed / flow),
      });
      context.progress(round / config.iterations);
    });
  } finally {
    untrained.dispose();
  }
  return rows;
}
