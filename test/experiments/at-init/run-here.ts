import { loadDataset } from '../../../src/data/register.js';
import type { Config, Experiment, Row } from '../../../src/experiment/experiment.js';
import { completeConfig } from '../../../src/experiment/run-id.js';

/** Runs a config in this thread, as a worker would. */
export async function runHere(experiment: Experiment, given: Config): Promise<readonly Row[]> {
  const config = completeConfig(experiment, given);
  const name = config.dataset as string;
  return experiment.run(config, {
    resources: { datasets: { [name]: await loadDataset(name) }, descriptions: {} },
    parent: () => {
      throw new Error('None of these experiments has parents.');
    },
    keep: () => undefined,
    progress: () => undefined,
  });
}
