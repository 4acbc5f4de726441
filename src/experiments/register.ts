import type { Experiment } from '../experiment/experiment.js';
import { conservation } from './at-init/conservation.js';
import { firstLayer } from './at-init/first-layer.js';
import { maskAtInit } from './at-init/mask-at-init.js';
import { pruneAtInit } from './at-init/prune-at-init.js';
import { pruningRounds } from './at-init/pruning-rounds.js';
import { pruneRetrain } from './prune-retrain.js';

/** Every experiment by name. */
export const experiments: Readonly<Record<string, Experiment>> = Object.fromEntries(
  [pruneRetrain, pruneAtInit, maskAtInit, pruningRounds, conservation, firstLayer].map(
    (experiment) => [experiment.name, experiment],
  ),
);
