import fs from 'node:fs';
import type { Config, Experiment, RunSpec } from '../../src/experiment/experiment.js';
import type { Laboratory } from '../../src/experiment/sweep/sweep.js';

/**
 * An experiment without neural networks: it waits, writes its name into a log, and sums a chain.
 *
 * `after` is a value whose run it builds on; `fate` may be `fail` or `die`.
 */
export const fake: Experiment = {
  name: 'fake',
  version: 1,
  defaults: { value: 0, after: null, ms: 0, fate: 'live', log: null },
  check: () => undefined,
  normalise: (config) => config,
  parents: (config) =>
    config.after === null ? [] : [{ experiment: fake, config: parentOf(config) }],
  typicalPace: 2,
  cost: (config) => 1 + Number(config.ms),
  run: (config, context) => {
    if (typeof config.log === 'string') fs.appendFileSync(config.log, `${Number(config.value)}\n`);
    wait(Number(config.ms));
    context.progress(0.5);
    if (config.fate === 'fail') throw new Error(`value ${Number(config.value)} fails on purpose`);
    if (config.fate === 'die') process.exit(3);
    const before =
      config.after === null
        ? 0
        : context.parent({ experiment: fake, config: parentOf(config) }).sum[0];
    const sum = before + Number(config.value);
    context.keep({ sum: Float32Array.from([sum]) });
    return [{ step: 0, sum }];
  },
};

function parentOf(config: Config): Config {
  return { ...config, value: config.after, after: null, fate: 'live' };
}

export function spec(config: Config): RunSpec {
  return { experiment: fake, config, labels: { name: `v${Number(config.value)}` } };
}

export const laboratory: Laboratory = {
  workerModule: new URL('./fake-worker.ts', import.meta.url),
  equip: () =>
    Promise.resolve({ resources: null, engine: { name: 'none' }, datasets: { none: '0' } }),
};

/** Blocks the thread, as training does. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
