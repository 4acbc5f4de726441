import assert from 'node:assert/strict';
import {
  course,
  pilotSeeds,
  presets,
  smoke,
} from '../../../replications/chang2021provable/presets.js';
import {
  networkRuns,
  weightsOf,
} from '../../../replications/chang2021provable/runs/network-runs.js';
import { sizesUpTo, targetsFor } from '../../../replications/chang2021provable/runs/scale.js';

describe('presets of chang2021provable', () => {
  it('never confirm on a pilot seed of the same sizes', () => {
    const clash = (seeds: readonly number[], pilots: readonly number[]): number[] =>
      seeds.filter((seed) => pilots.includes(seed));
    assert.deepEqual(clash(presets.course.seeds, pilotSeeds.course), []);
    assert.deepEqual(clash(presets.paper.seeds, pilotSeeds.course), []);
    assert.deepEqual(clash(presets.smoke.seeds, pilotSeeds.smoke), []);
  });

  it('fit models on whole numbers of features, closest together near n', () => {
    assert.deepEqual(
      sizesUpTo(course.gaussian[0]),
      [25, 50, 75, 100, 120, 135, 150, 165, 180, 200, 225, 250, 300, 350, 400, 450, 500],
    );
    assert.deepEqual(targetsFor(course.gaussian[0]), [25, 50, 75, 100, 125, 140]);
    assert.deepEqual(targetsFor(smoke.gaussian[0]), [10, 20, 30, 40, 50, 56]);
  });

  it('prune wide nets to exactly as many weights as small ones have', () => {
    const { networks } = course;
    assert.equal(weightsOf(networks, 8), 8 * (196 + 10));
    for (const { config, labels } of networkRuns(course)) {
      if (labels.arm !== 'pruned') continue;
      const all = weightsOf(networks, Number(labels.width));
      const kept = Math.round((1 - Number(config.rate)) * all);
      assert.equal(kept, weightsOf(networks, Number(labels.target)));
    }
  });
});
