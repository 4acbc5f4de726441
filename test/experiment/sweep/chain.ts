import fs from 'node:fs';
import type { Config, Experiment, RunSpec } from '../../../src/experiment/experiment.js';
import type { Laboratory } from '../../../src/experiment/sweep/sweep.js';

/**
 * An experiment like a level-by-level sweep: level 0 keeps eight ones, every later one keeps its
 * parent's weights with the first that is not 0 pruned and the rest doubled. It notes in the file
 * `log` which level was done.
 */
export const chain: Experiment = {
  name: 'chain',
  version: 1,
  defaults: { level: 0, log: null },
  check: () => undefined,
  normalise: (config) => config,
  parents: (config) =>
    config.level === 0 ? [] : [{ experiment: chain, config: levelBefore(config) }],
  typicalPace: 1,
  cost: () => 1,
  run: (config, context) => {
    if (typeof config.log === 'string') fs.appendFileSync(config.log, `${Number(config.level)}\n`);
    const weights =
      config.level === 0
        ? new Float32Array(8).fill(1)
        : pruned(
            context.parent({ experiment: chain, config: levelBefore(config) })
              .weights as Float32Array,
          );
    context.keep({ weights, mask: Uint8Array.from(weights, (w) => (w === 0 ? 0 : 1)) });
    return [{ sum: weights.reduce((a, b) => a + b, 0) }];
  },
};

function levelBefore(config: Config): Config {
  return { ...config, level: Number(config.level) - 1 };
}

function pruned(weights: Float32Array): Float32Array {
  const first = weights.findIndex((w) => w !== 0);
  return weights.map((w, i) => (i === first ? 0 : 2 * w));
}

export function level(config: { level: number; log: string }): RunSpec {
  return { experiment: chain, config, labels: { level: config.level } };
}

export const chainLaboratory: Laboratory = {
  workerModule: new URL('./chain-worker.ts', import.meta.url),
  equip: () =>
    Promise.resolve({ resources: null, engine: { name: 'none' }, datasets: { none: '0' } }),
};
