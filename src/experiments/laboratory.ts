import { describeDataset, loadDataset } from '../data/register.js';
import type { DatasetPair } from '../data/dataset.js';
import { selectEngine } from '../engine/select.js';
import { UserError } from '../errors.js';
import type { Row, RunSpec } from '../experiment/experiment.js';
import type { Plan } from '../experiment/sweep/plan.js';
import { openStore } from '../experiment/store/store.js';
import {
  type Equipment,
  type Laboratory,
  readRows,
  sweep,
  type SweepOptions,
} from '../experiment/sweep/sweep.js';
import { moduleBeside } from '../thread.js';
import type { Resources } from './resources.js';

/**
 * The laboratory in which our experiments run: their worker, their data sets, and an engine, which
 * is chosen by name, by PRUNELAB_ENGINE, by the configs or by default (see `selectEngine`).
 */
export function makeLaboratory(engine?: string): Laboratory {
  return {
    workerModule: moduleBeside(import.meta.url, './worker'),
    equip: (plan) => equip(plan, engine),
  };
}

/** The data sets that the missing runs of a plan need. */
export function datasetsOf({ missing }: Plan): string[] {
  const asked = missing.map(({ config }) => config.dataset);
  return [...new Set(asked.filter((name) => typeof name === 'string'))];
}

/** The engine that the missing runs' configs ask for, if they do; a sweep has but one. */
function configuredEngine({ missing }: Plan): string | undefined {
  const asked = missing.flatMap(({ config: { engine } }) =>
    typeof engine === 'string' && engine !== 'auto' ? [engine] : [],
  );
  const names = new Set(asked);
  if (names.size > 1) {
    throw new UserError(
      `The configs of this sweep ask for several engines (${[...names].join(', ')}), but one sweep ` +
        'trains on one. Sweep their runs apart, or name the engine for all of them (--engine).',
    );
  }
  return asked.at(0);
}

async function equip(plan: Plan, engineName: string | undefined): Promise<Equipment> {
  const names = datasetsOf(plan);
  const datasets: Record<string, DatasetPair> = {};
  for (const name of names) datasets[name] = await loadDataset(name);
  const configured = engineName === undefined ? configuredEngine(plan) : undefined;
  const { engine } = await selectEngine({ engine: engineName, configured });
  return {
    resources: {
      datasets,
      descriptions: Object.fromEntries(names.map((name) => [name, describeDataset(name)])),
      engine: engine.name,
    } satisfies Resources,
    engine: { name: engine.name, ...engine.details },
    datasets: Object.fromEntries(
      Object.entries(datasets).flatMap(([name, { train, test }]) => [
        [`${name}/train`, train.sha256],
        [`${name}/test`, test.sha256],
      ]),
    ),
  };
}

/** As for a sweep; `engine` names the engine to train with. */
export interface CollectOptions extends SweepOptions {
  readonly engine?: string;
}

/**
 * The rows of all these runs, from the store where they are there, trained now where not.
 *
 * Throws a `UserError` that lists the runs that failed; the others are in the store by then.
 */
export async function collect(
  specs: readonly RunSpec[],
  { engine, ...options }: CollectOptions = {},
): Promise<Row[]> {
  const store = options.store ?? openStore();
  const failed = await sweep(specs, makeLaboratory(engine), { ...options, store });
  if (failed.length > 0) {
    const list = failed.map(({ id, message }) => `  ${id}: ${message}`).join('\n');
    throw new UserError(
      `${failed.length} runs failed; the others are kept in ${store.folder}.\n${list}`,
    );
  }
  return readRows(specs, store).rows;
}
