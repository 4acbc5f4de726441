import type { Config, Experiment, Tensors } from '../experiment.js';
import { type Circumstances, startClock } from '../provenance.js';
import type { Store } from '../store/store.js';

/** Does one run and publishes its result. Throws, publishing nothing, when the run fails. */
export function execute(
  experiment: Experiment,
  config: Config,
  options: {
    readonly store: Store;
    readonly resources: unknown;
    readonly circumstances: Circumstances;
    readonly onProgress: (fraction: number) => void;
  },
): void {
  const { store, resources, circumstances, onProgress } = options;
  const stopClock = startClock(circumstances);
  let tensors: Tensors | null = null;
  const rows = experiment.run(config, {
    resources,
    parent: (parent) => store.tensors(parent.experiment, parent.config),
    keep: (kept) => (tensors = kept),
    progress: onProgress,
  });
  store.publish(experiment, config, { rows, tensors, provenance: stopClock() });
}
