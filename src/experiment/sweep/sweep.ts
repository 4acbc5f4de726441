import type { Row, RunSpec } from '../experiment.js';
import { launchLocal } from './launch-local.js';
import { type Plan, planSweep } from './plan.js';
import { type Circumstances, circumstances } from '../provenance.js';
import type { SweepEvent } from './queue.js';
import { runId } from '../run-id.js';
import { openStore, type Store } from '../store/store.js';

/** What the runs of a sweep need besides their configs; made only if a run is missing. */
export interface Equipment {
  /** Given to every worker. */
  readonly resources: unknown;
  /** For the provenance. */
  readonly engine: Readonly<Record<string, string>>;
  readonly datasets: Readonly<Record<string, string>>;
}

/** What the sweep needs to know of the experiments it runs. */
export interface Laboratory {
  /** The module of a worker thread; it calls `serveWorker` with the experiments. */
  readonly workerModule: URL;
  equip(plan: Plan): Promise<Equipment>;
}

export interface SweepOptions {
  readonly store?: Store | undefined;
  /** Worker threads; 2 when left out. */
  readonly jobs?: number | undefined;
  /** Stops the sweep; in a notebook, an interrupt of the cell does so if nothing is given. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the plan before anything starts. */
  readonly onPlan?: ((plan: Plan, store: Store) => void) | undefined;
  readonly onEvent?: ((event: SweepEvent) => void) | undefined;
}

/** A run that failed in a sweep, with the reason. */
export interface FailedRun {
  readonly id: string;
  readonly message: string;
}

/** Does every run in `specs` that the store lacks. Returns those that failed. */
export async function sweep(
  specs: readonly RunSpec[],
  laboratory: Laboratory,
  options: SweepOptions = {},
): Promise<FailedRun[]> {
  const { store = openStore(), jobs = 2, signal = interruptOfCell(), onPlan, onEvent } = options;
  const plan = planSweep(specs, store);
  onPlan?.(plan, store);
  if (plan.missing.length === 0) return [];
  const { resources, engine, datasets } = await laboratory.equip(plan);
  const common: Circumstances = circumstances(engine, datasets, `local, ${jobs} jobs`);
  const failed: FailedRun[] = [];
  await launchLocal(plan, {
    store,
    jobs,
    workerModule: laboratory.workerModule,
    start: { storeFolder: store.folder, circumstances: common, resources },
    signal,
    onEvent: (event) => {
      if (event.kind === 'failed') failed.push({ id: event.task.id, message: event.message });
      onEvent?.(event);
    },
  });
  return failed;
}

/** The signal that our notebook kernel offers to the code of cells. */
function interruptOfCell(): AbortSignal | undefined {
  return (globalThis as { interrupted?: AbortSignal }).interrupted;
}

/** The rows of every run in `specs`, each with its run's labels; `missing` are the runs not done. */
export function readRows(
  specs: readonly RunSpec[],
  store: Store,
): { rows: Row[]; missing: RunSpec[] } {
  const rows: Row[] = [];
  const missing: RunSpec[] = [];
  for (const spec of specs) {
    const { experiment, config, labels } = spec;
    if (!store.has(experiment, config)) {
      missing.push(spec);
      continue;
    }
    const run = runId(experiment, config);
    for (const row of store.rows(experiment, config)) rows.push({ run, ...labels, ...row });
  }
  return { rows, missing };
}
