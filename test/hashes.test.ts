import assert from 'node:assert/strict';
import { replications } from '../replications/index.js';
import { runId } from '../src/experiment/run-id.js';
import { pruneRetrain } from '../src/experiments/prune-retrain.js';

// The names of runs. A change here orphans every result anybody has kept: raise the experiment's
// version instead, if the same config now gives other rows; else find out what renamed the run.
describe('hashes', () => {
  it('pins the names of runs', () => {
    const pinned: [object, string][] = [
      // sha256 of {"config":{},"experiment":"prune-retrain","version":1}, worked out elsewhere
      [{}, 'af64ec8aa511ab10bf46'],
      [{ seed: 3, rounds: [0, 1, 2] }, '97f103e729be55e565a2'],
      [{ rounds: [0, 4], start: 'reinit', draw: 2 }, 'cc8becc204e4f88bf2bd'],
    ];
    for (const [config, id] of pinned) {
      assert.equal(runId(pruneRetrain, config as never), id, JSON.stringify(config));
    }
  });

  it('pins the first and last run of every preset', () => {
    const ids = replications.flatMap(({ paper, presets }) =>
      Object.entries(presets).map(([name, { runs }]) => [
        `${paper.key} ${name}`,
        runId(runs[0].experiment, runs[0].config),
        runId(runs[runs.length - 1].experiment, runs[runs.length - 1].config),
      ]),
    );
    assert.deepEqual(ids, [
      ['frankle2019lottery smoke', 'a6a9b74eaaec98551a4b', '29a1206176f9995c348b'],
      ['frankle2019lottery course', '62b0e79cfd8015e41e7d', '40d11ff3e0e895d10018'],
      ['frankle2019lottery paper', 'e9926bce420d57d06575', '1f4be9e9be4dd8d72ced'],
    ]);
  });
});
