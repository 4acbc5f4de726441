import { interpolationPoints } from '../../analysis/interpolate.js';
import { describeDataset } from '../../data/register.js';
import { checkEngineChoice, type EngineChoice } from '../../engine/select.js';
import type { Config } from '../../experiment/experiment.js';
import { completeConfig, runId, statedConfig } from '../../experiment/run-id.js';
import { forwardMacs } from '../../models/cost.js';
import { type Model, parameterSpecs } from '../../models/model.js';
import { modelOf, typed } from '../prune-retrain/config.js';
import { pruneRetrain } from '../prune-retrain/prune-retrain.js';
import { demand, isCount } from '../settings.js';
import { demandObject } from '../training-settings.js';

/** The settings of `linear-path`. */
export interface LinearPathConfig {
  readonly dataset: string;
  readonly engine: EngineChoice;
  /** Two runs of `prune-retrain` by their settings, without `dataset`, which they share. */
  readonly ends: readonly [Config, Config];
  /** Evenly spaced points on the line, both ends included. */
  readonly points: number;
  /** So many test images, the first; null for all. */
  readonly testExamples: number | null;
  /** So many images that the first end was trained on, with the same labels; null for all. */
  readonly trainExamples: number | null;
  /** Training images from which batch normalisation's statistics are measured anew. */
  readonly statisticsExamples: number;
}

export const defaults: LinearPathConfig = {
  dataset: 'mnist',
  engine: 'auto',
  ends: [{ copy: 1 }, { copy: 2 }],
  points: 30,
  testExamples: null,
  trainExamples: null,
  statisticsExamples: 1000,
};

export function settingsOf(config: Config): LinearPathConfig {
  return config as unknown as LinearPathConfig; // `check` has seen it
}

/** The complete configs of both ends. */
export function endsOf({ dataset, ends }: LinearPathConfig): readonly Config[] {
  return ends.map((end) => completeConfig(pruneRetrain, { ...end, dataset }));
}

/** Equal lines have equal names: the ends, and statistics, without what cannot matter. */
export function normalise(config: LinearPathConfig): LinearPathConfig {
  const ends = endsOf(config);
  const [first, second] = ends.map((end) => {
    const stated = Object.entries(statedConfig(pruneRetrain, end));
    return Object.fromEntries(stated.filter(([key]) => key !== 'dataset'));
  });
  const { statisticsExamples } = isNormalised(modelOf(typed(ends[0]))) ? config : defaults;
  return { ...config, statisticsExamples, ends: [first, second] };
}

export function check(config: LinearPathConfig): void {
  const { testSize } = describeDataset(config.dataset);
  checkEngineChoice(config.engine);
  demand(config.ends.length === 2, 'ends', `a list of ${config.ends.length}`, 'two configs');
  for (const end of config.ends) {
    demandObject('ends', end, 'two configs such as { copy: 1 } and { copy: 2 }');
    const { dataset = config.dataset } = end;
    demand(
      dataset === config.dataset,
      'ends',
      JSON.stringify(end),
      `on the data set of the line, '${config.dataset}'`,
    );
  }
  const [first, second] = endsOf(config);
  const [model, other] = [first, second].map((end) => typed(end).model);
  demand(model === other, 'ends', other, `both of one model, such as ${model}`);
  demand(
    runId(pruneRetrain, first) !== runId(pruneRetrain, second),
    'ends',
    'the same run twice',
    'two different runs, such as { copy: 1 } and { copy: 2 }',
  );
  interpolationPoints(config.points);
  const { trainSize } = typed(first);
  const measured = isNormalised(modelOf(typed(first)));
  for (const [key, largest, smallest] of [
    ['testExamples', testSize, 1],
    ['trainExamples', trainSize, 0],
    ['statisticsExamples', trainSize, 2],
  ] as const) {
    const value = config[key];
    if (key === 'statisticsExamples' ? !measured : value === null) continue;
    const fits = value !== null && isCount(value) && value >= smallest && value <= largest;
    demand(fits, key, value, `a whole number from ${smallest} to ${largest}`);
  }
}

export function cost(config: LinearPathConfig): number {
  const [end] = endsOf(config).map(typed);
  const { testSize } = describeDataset(config.dataset);
  const { points, testExamples, trainExamples, statisticsExamples } = config;
  const evaluated = (testExamples ?? testSize) + (trainExamples ?? end.trainSize);
  const model = modelOf(end);
  const passes = isNormalised(model) ? 2 * evaluated + 3 * statisticsExamples : evaluated;
  return (2 * forwardMacs(model) * points * passes) / 1e9;
}

/** Whether a model has running statistics. */
export function isNormalised(model: Model): boolean {
  return parameterSpecs(model).some(({ trainable }) => !trainable);
}
