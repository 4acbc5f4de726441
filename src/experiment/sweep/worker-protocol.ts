import type { Config } from '../experiment.js';
import type { Circumstances } from '../provenance.js';

/** What a worker gets when it starts. */
export interface WorkerStart {
  readonly storeFolder: string;
  readonly circumstances: Circumstances;
  /** Shared with every worker, without copying when it lives in shared memory. */
  readonly resources: unknown;
}

/** To a worker: do this run. */
export interface RunOrder {
  readonly id: string;
  readonly experiment: string;
  readonly config: Config;
}

/** From a worker. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: string; readonly fraction: number }
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'failed'; readonly id: string; readonly message: string };
