import type { Experiment } from '../experiment/experiment.js';
import { conservation } from './at-init/conservation.js';
import { firstLayer } from './at-init/first-layer.js';
import { maskAtInit } from './at-init/mask-at-init.js';
import { pruneAtInit } from './at-init/prune-at-init.js';
import { pruningRounds } from './at-init/pruning-rounds.js';
import { linearPruning } from './linear-model/linear-pruning.js';
import { randomFeatures } from './linear-model/random-features.js';
import { linearPath } from './linear-path/linear-path.js';
import { pruneRetrain } from './prune-retrain/prune-retrain.js';

/** Every experiment by name. */
export const experiments: Readonly<Record<string, Experiment>> = Object.fromEntries(
  [
    pruneRetrain,
    pruneAtInit,
    maskAtInit,
    pruningRounds,
    conservation,
    firstLayer,
    linearPath,
    linearPruning,
    randomFeatures,
  ].map((experiment) => [experiment.name, experiment]),
);
