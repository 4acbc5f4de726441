export { collect, type CollectOptions, makeLaboratory } from './laboratory.js';
export { pruneRetrain } from './prune-retrain.js';
export { experiments } from './register.js';
