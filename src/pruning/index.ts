export * from './allocation.js';
export * from './paths/collapse.js';
export * from './paths/connectivity.js';
export {
  criticalCompression,
  type CriticalCompression,
  criticalCompressionByPath,
} from './paths/critical-compression.js';
export * from './controls.js';
export * from './densities.js';
export * from './evidence.js';
export * from './iterate.js';
export * from './schedule.js';
export * from './scorer.js';
export * from './scoring-batch.js';
export { makeGrasp, type GraspOptions } from './scores/grasp.js';
export { magnitude } from './scores/magnitude.js';
export { random } from './scores/random.js';
export { scorers } from './scores/register.js';
export { makeSnip } from './scores/snip.js';
export { makeSynflow, type SynflowOptions } from './scores/synflow.js';
export * from './smart-ratios.js';
