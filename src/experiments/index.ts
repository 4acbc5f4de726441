export { collect, laboratory } from './laboratory.js';
export { pruneRetrain } from './prune-retrain.js';
export { experiments } from './register.js';
