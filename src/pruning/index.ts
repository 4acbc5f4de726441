export * from './allocation.js';
export * from './collapse.js';
export * from './connectivity.js';
export {
  criticalCompression,
  type CriticalCompression,
  criticalCompressionByPath,
} from './critical-compression.js';
export * from './schedule.js';
export * from './scorer.js';
export { magnitude } from './scores/magnitude.js';
export { random } from './scores/random.js';
export { scorers } from './scores/register.js';
