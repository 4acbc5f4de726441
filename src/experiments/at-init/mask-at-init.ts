import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { countKept, denseMask, type Mask } from '../../models/mask.js';
import type { Model } from '../../models/model.js';
import { effectiveMask, hasPath } from '../../pruning/paths/connectivity.js';
import { criticalCompression } from '../../pruning/paths/critical-compression.js';
import type { Scorer } from '../../pruning/scorer.js';
import { datasetOf } from '../resources.js';
import { demand, sixDigits } from '../settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
  checkDensity,
  normaliseAtInit,
  scoringCost,
} from './settings.js';
import { makeUntrained, pruneUntrained, type Untrained } from './untrained.js';

/** The settings of `mask-at-init`. */
export interface MaskAtInitConfig extends AtInitConfig {
  /** Fractions of prunable weights to keep, each pruned to from the dense net. */
  readonly densities: readonly number[];
}

/**
 * Prunes an untrained net to several densities and looks at the masks; nothing is trained.
 *
 * Rows: one per density and prunable layer, with `density` (asked for), `layer`, `place` (its place
 * from the input, from 1), `size`, `kept`, `effective` (those on some path from input to output), and
 * `connected` (whether the whole net has a path). For one round of global pruning also
 * `critical`, log10 of the largest compression at which no layer is empty, and `firstEmpty`, the layer
 * that is emptied beyond; else null.
 */
export const maskAtInit: Experiment = {
  name: 'mask-at-init',
  version: 1,
  defaults: { ...atInitDefaults, densities: [1] },
  check: (config) => check(typed(config)),
  normalise: (config) => ({ ...normaliseAtInit(typed(config)) }),
  parents: () => [],
  cost: (config) => scoringCost(typed(config)) * scoringPasses(typed(config)) + 0.1,
  typicalPace: 0.05,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): MaskAtInitConfig {
  return config as unknown as MaskAtInitConfig; // `check` has seen it
}

function check(config: MaskAtInitConfig): void {
  checkAtInit(config);
  const { densities } = config;
  demand(densities.length > 0, 'densities', '[]', 'a list of at least one density');
  densities.forEach((density, i) => checkDensity(config, `densities[${i}]`, density));
}

/** One-shot scores serve every density. */
function scoringPasses({ iterations, densities }: MaskAtInitConfig): number {
  return iterations === 1 ? 1 : densities.length;
}

function run(config: MaskAtInitConfig, context: Context): Row[] {
  const { densities, iterations } = config;
  const untrained = makeUntrained(config, datasetOf(config, context).train);
  const pruned: Untrained =
    iterations === 1 ? { ...untrained, scorer: scoringOnce(untrained.scorer) } : untrained;
  try {
    const rows = densities.flatMap((density, i) => {
      const mask = pruneUntrained(pruned, config, density, ({ round }) => {
        context.progress((i + round / iterations) / densities.length);
      });
      return layerRows(untrained.model, mask, density);
    });
    const critical = criticalOf(pruned, config);
    return rows.map((row) => ({ ...row, ...critical }));
  } finally {
    untrained.dispose();
  }
}

/** Where one round of global pruning first empties a layer. */
function criticalOf({ model, parameters, scorer, evidence }: Untrained, config: AtInitConfig): Row {
  if (config.iterations > 1 || config.scope !== 'global')
    return { critical: null, firstEmpty: null };
  const scores = scorer.score(model, parameters, denseMask(model), evidence);
  const { compressionRatio, parameter } = criticalCompression(scores);
  return { critical: sixDigits(Math.log10(compressionRatio)), firstEmpty: parameter };
}

/** Scores the dense net once and remembers it. */
function scoringOnce(scorer: Scorer): Scorer {
  let scores: ReturnType<Scorer['score']> | undefined;
  return { ...scorer, score: (...of) => (scores ??= scorer.score(...of)) };
}

function layerRows(model: Model, mask: Mask, density: number): Row[] {
  const effective = effectiveMask(model, mask);
  const connected = hasPath(model, mask);
  return Object.entries(mask).map(([layer, bits], i) => ({
    density,
    layer,
    place: i + 1,
    size: bits.length,
    kept: countKept(bits),
    effective: countKept(effective[layer]),
    connected,
  }));
}
