import { conservationError, unitFlows, type UnitFlows } from '../../analysis/conservation.js';
import { type Cut, cutBefore, cutFlow } from '../../analysis/cut-flow.js';
import { averageScores, type LayerAverage, layerFlows } from '../../analysis/layer-scores.js';
import type { Saliency } from '../../analysis/saliency.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { type Rng, stream } from '../../math/rng.js';
import { type Junction, junctions } from '../../models/junctions.js';
import type { Model } from '../../models/model.js';
import { datasetOf } from '../resources.js';
import { sixDigits } from '../settings.js';
import {
  checkConservation,
  type ConservationConfig,
  conservationCost,
  conservationDefaults,
  normaliseConservation,
} from './conservation-config.js';
import { type Flow, saliencyOf } from './flow.js';
import { sizeSlope } from './size-slope.js';

/**
 * Measures whether the saliency of an untrained net is conserved (Tanaka et al. 2020, theorems 1 and 2).
 *
 * Rows: a `summary` with, over all hidden units, the largest and median relative error of what comes
 * in against what goes out (`worstUnit`, `medianUnit`), the largest with weights alone
 * (`worstUnitOfWeights`) and `correlation`; the largest relative error of any whole layer's sum, and
 * of random cuts through layers, against <dR/dy, y> (`worstLayer`, `worstCut`; null for scores, which
 * have no R, and for cuts of residual nets); and `scoreSlope`, of the average score of a layer on 1 /
 * size, log to log. Then one row per prunable `layer` with its `size`, `total` and `average`, and
 * `units` rows per junction with the `flowIn` and `flowOut` of single units.
 */
export const conservation: Experiment = {
  name: 'conservation',
  version: 1,
  defaults: { ...conservationDefaults },
  check: (config) => checkConservation(typed(config)),
  normalise: (config) => ({ ...normaliseConservation(typed(config)) }),
  parents: () => [],
  cost: (config) => conservationCost(typed(config)),
  typicalPace: 0.05,
  run: (config, context) => run(typed(config), context),
};

function typed(config: Config): ConservationConfig {
  return config as unknown as ConservationConfig; // `check` has seen it
}

function run(config: ConservationConfig, context: Context): Row[] {
  const { train } = datasetOf(config, context);
  const measured = saliencyOf(config, train);
  const { model, saliency } = measured;
  const { mode } = config;
  const biases = config.saliency !== 'scores';
  const flows = unitFlows(model, saliency, { mode, biases });
  const averages = averageScores(model, saliency);
  const totals = layerFlows(model, saliency);
  return [
    summary(config, measured, flows, averages),
    ...averages.map(({ parameter, size, average }, i) => ({
      kind: 'layer',
      layer: parameter,
      place: i + 1,
      size,
      average: sixDigits(average),
      total: sixDigits(totals[i].total),
    })),
    ...flows.flatMap((flow) => unitRows(flow, config.units)),
  ];
}

function summary(
  config: ConservationConfig,
  measured: Flow,
  flows: readonly UnitFlows[],
  averages: readonly LayerAverage[],
): Row {
  const { model, saliency, total } = measured;
  const { max, median, correlation, units } = conservationError(flows);
  const ofWeights = conservationError(unitFlows(model, saliency, { biases: false }));
  const { mode, seed } = config;
  const hidden = junctions(model, { mode }).filter(({ kind }) => kind === 'hidden');
  return {
    kind: 'summary',
    units,
    worstUnit: sixDigits(max),
    medianUnit: sixDigits(median),
    worstUnitOfWeights: sixDigits(ofWeights.max),
    correlation: correlation === undefined ? null : sixDigits(correlation),
    worstLayer: total === null ? null : layerError(model, saliency, { total, hidden, mode }),
    worstCut:
      total === null || isResidual(model)
        ? null
        : cutError(model, saliency, { total, hidden, mode }, stream(seed, 'cuts')),
    scoreSlope: sizeSlope(averages),
  };
}

/** Where cuts can be, and what must flow through each. */
interface CutOptions {
  readonly total: number;
  readonly hidden: readonly Junction[];
  readonly mode: 'eval' | 'train';
}

/** The largest relative error of the sum over a cut just before a hidden junction. */
function layerError(model: Model, saliency: Saliency, { total, hidden, mode }: CutOptions): number {
  const sums = hidden
    .filter(({ name }) => !name.includes('.')) // not inside a residual block, beside its shortcut
    .map(({ name }) => cutFlow(model, saliency, cutBefore(model, name, { mode }), { mode }));
  return largestError(sums, total);
}

/** The largest relative error over cuts that take half of one junction's units on either side. */
function cutError(
  model: Model,
  saliency: Saliency,
  { total, hidden, mode }: CutOptions,
  rng: Rng,
): number {
  const sums = hidden.map((_, middle) => {
    const cut: Cut = Object.fromEntries(
      hidden.map(({ name, units }, i) => [
        name,
        i < middle ? 'input' : i > middle ? 'output' : randomHalf(units, rng),
      ]),
    );
    return cutFlow(model, saliency, cut, { mode });
  });
  return largestError(sums, total);
}

function largestError(sums: readonly number[], total: number): number {
  const errors = sums.map((sum) => Math.abs(sum - total) / Math.abs(total));
  return sixDigits(Math.max(...errors));
}

function randomHalf(units: number, rng: Rng): Uint8Array {
  return Uint8Array.from({ length: units }, () => rng.below(2));
}

function isResidual({ layers }: Model): boolean {
  return layers.some(({ kind }) => kind === 'residual');
}

/** Every second, third, ... unit, so that at most `count` are shown. */
function unitRows({ junction, flowIn, flowOut }: UnitFlows, count: number): Row[] {
  if (count === 0) return [];
  const every = Math.ceil(flowIn.length / count);
  return Array.from(flowIn.keys())
    .filter((unit) => unit % every === 0)
    .map((unit) => ({
      kind: 'unit',
      layer: junction,
      flowIn: sixDigits(flowIn[unit]),
      flowOut: sixDigits(flowOut[unit]),
    }));
}
