/** The public API of prunelab; replications, notebooks and other packages use nothing else. */
export * from './analysis/index.js';
export * from './data/index.js';
export * from './engine/index.js';
export * from './errors.js';
export * from './experiment/index.js';
export * from './experiments/index.js';
export * from './math/index.js';
export * from './models/index.js';
export * from './plot/index.js';
export * from './pruning/index.js';
export * from './replication/index.js';
export * from './training/index.js';
