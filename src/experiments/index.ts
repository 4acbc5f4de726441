export { conservation } from './at-init/conservation.js';
export { firstLayer } from './at-init/first-layer.js';
export { maskAtInit } from './at-init/mask-at-init.js';
export { pruneAtInit } from './at-init/prune-at-init.js';
export { pruningRounds } from './at-init/pruning-rounds.js';
export { linearPath } from './linear-path/linear-path.js';
export { collect, type CollectOptions, makeLaboratory } from './laboratory.js';
export { pruneRetrain } from './prune-retrain/prune-retrain.js';
export { experiments } from './register.js';
