import type { Experiment } from '../experiment/experiment.js';
import { pruneRetrain } from './prune-retrain.js';

/** Every experiment by name. */
export const experiments: Readonly<Record<string, Experiment>> = {
  [pruneRetrain.name]: pruneRetrain,
};
