export * from './experiment.js';
export * from './sweep/plan.js';
export * from './provenance.js';
export type { SweepEvent } from './sweep/queue.js';
export { canonicalJson, completeConfig, runId } from './run-id.js';
export {
  defaultStoreFolder,
  type Failure,
  openStore,
  type Run,
  type Store,
} from './store/store.js';
export { type FailedRun, readRows, type SweepOptions } from './sweep/sweep.js';
export { formatDuration, type SweepState, type Tracker, trackSweep } from './sweep/tracker.js';
