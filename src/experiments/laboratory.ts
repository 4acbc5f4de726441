import { describeDataset, loadDataset } from '../data/register.js';
import type { DatasetPair } from '../data/dataset.js';
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
import { type Resources, threadEngine } from './resources.js';

const here = import.meta.url;

/** The laboratory in which our experiments run: their worker, their data sets, their engine. */
export const laboratory: Laboratory = {
  workerModule: new URL(here.endsWith('.ts') ? './worker.ts' : './worker.js', here),
  equip,
};

/** The data sets that the missing runs of a plan need. */
export function datasetsOf({ missing }: Plan): string[] {
  const asked = missing.map(({ config }) => config.dataset);
  return [...new Set(asked.filter((name) => typeof name === 'string'))];
}

async function equip(plan: Plan): Promise<Equipment> {
  const names = datasetsOf(plan);
  const datasets: Record<string, DatasetPair> = {};
  for (const name of names) datasets[name] = await loadDataset(name);
  const engine = threadEngine();
  return {
    resources: {
      datasets,
      descriptions: Object.fromEntries(names.map((name) => [name, describeDataset(name)])),
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

/**
 * The rows of all these runs, from the store where they are there, trained now where not.
 *
 * Throws a `UserError` that lists the runs that failed; the others are in the store by then.
 */
export async function collect(
  specs: readonly RunSpec[],
  options: SweepOptions = {},
): Promise<Row[]> {
  const store = options.store ?? openStore();
  const failed = await sweep(specs, laboratory, { ...options, store });
  if (failed.length > 0) {
    const list = failed.map(({ id, message }) => `  ${id}: ${message}`).join('\n');
    throw new UserError(
      `${failed.length} runs failed; the others are kept in ${store.folder}.\n${list}`,
    );
  }
  return readRows(specs, store).rows;
}
