export * from './experiment.js';
export * from './plan.js';
export * from './provenance.js';
export type { SweepEvent } from './queue.js';
export { canonicalJson, completeConfig, runId } from './run-id.js';
export { defaultStoreFolder, type Failure, openStore, type Run, type Store } from './store.js';
export { type FailedRun, readRows, type SweepOptions } from './sweep.js';
export { formatDuration, type SweepState, type Tracker, trackSweep } from './tracker.js';
