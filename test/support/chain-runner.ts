import { loadDataset } from '../../src/data/register.js';
import type { Config, Experiment, Row, Tensors } from '../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../src/experiment/run-id.js';

/** What a run has left. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly kept: Tensors;
}

/** Runs configs of an experiment on generated digits in this thread, parents first, as a sweep would. */
export async function chainRunner(experiment: Experiment, base: Config) {
  const datasets = { 'glyphs-14': await loadDataset('glyphs-14') };
  const done = new Map<string, Outcome>();
  const perform = (each: Experiment, given: Config): Outcome => {
    const config = completeConfig(each, given);
    const id = runId(each, config);
    const before = done.get(id);
    if (before) return before;
    for (const parent of each.parents(config)) perform(parent.experiment, parent.config);
    let kept: Tensors = {};
    const rows = each.run(config, {
      resources: { datasets, descriptions: {} },
      parent: (parent) => done.get(runId(parent.experiment, parent.config))!.kept,
      keep: (tensors) => (kept = tensors),
      progress: () => undefined,
    });
    const result = { rows, kept };
    done.set(id, result);
    return result;
  };
  return { run: (config: Config) => perform(experiment, { ...base, ...config }), done };
}
