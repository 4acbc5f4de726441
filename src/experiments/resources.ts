import type { DatasetPair } from '../data/dataset.js';
import { type DatasetDescription, registerDataset } from '../data/register.js';
import type { Engine } from '../engine/engine.js';
import { selectEngine, type SelectOptions } from '../engine/select.js';
import { wasmEngine } from '../engine/wasm/engine.js';
import type { Context } from '../experiment/experiment.js';

/** What every experiment of ours is given to work with; shared between worker threads. */
export interface Resources {
  readonly datasets: Readonly<Record<string, DatasetPair>>;
  readonly descriptions: Readonly<Record<string, DatasetDescription>>;
  /** The name of the engine that every thread uses; wasm when left out. */
  readonly engine?: string;
}

/** The data set that a config names. */
export function datasetOf(
  { dataset }: { readonly dataset: string },
  { resources }: Pick<Context, 'resources'>,
): DatasetPair {
  return (resources as Resources).datasets[dataset];
}

let engine: Engine | undefined;

/** The engine of this thread: the one that `useEngine` has chosen, or else wasm. */
export function threadEngine(): Engine {
  engine ??= wasmEngine();
  return engine;
}

/** Chooses the engine of this thread. */
export async function useEngine(options: SelectOptions): Promise<Engine> {
  ({ engine } = await selectEngine(options));
  return engine;
}

/** Makes the data sets of the main thread known in this worker, the user's own included. */
export function adoptDatasets(resources: unknown): void {
  const { datasets, descriptions } = resources as Resources;
  for (const [name, pair] of Object.entries(datasets)) {
    registerDataset(name, { ...descriptions[name], load: () => pair }, { replace: true });
  }
}
