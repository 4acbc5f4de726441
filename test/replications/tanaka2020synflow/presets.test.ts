import assert from 'node:assert/strict';
import {
  course,
  pilotSeeds,
  presets,
  smoke,
} from '../../../replications/tanaka2020synflow/presets.js';
import { collapseRuns } from '../../../replications/tanaka2020synflow/runs/collapse-runs.js';
import { armOf } from '../../../replications/tanaka2020synflow/runs/arms.js';

describe('presets of tanaka2020synflow', () => {
  it('never confirm on a pilot seed of the same data', () => {
    const clash = (seeds: readonly number[], pilots: readonly number[]): number[] =>
      seeds.filter((seed) => pilots.includes(seed));
    assert.deepEqual(clash(presets.course.seeds, pilotSeeds.real), []);
    assert.deepEqual(clash(presets.paper.seeds, pilotSeeds.real), []);
    assert.deepEqual(clash(presets.smoke.seeds, pilotSeeds.glyphs), []);
  });

  it('need nothing but built-in data for smoke', () => {
    const names = new Set(presets.smoke.runs.map(({ config }) => config.dataset as string));
    assert.deepEqual([...names].sort(), ['glyphs', 'glyphs-14']);
  });

  it('share the runs of an arm between studies', () => {
    const runs = collapseRuns({ ...course, seeds: [1] });
    const synflow = runs.filter(({ labels }) => labels.arm === 'SynFlow');
    assert.deepEqual(
      synflow.map(({ labels, config }) => [labels.study, config.iterations]),
      [
        ['collapse', 100],
        ['collapse-narrow', 100],
        ['collapse-full', 100],
      ],
    );
    assert.deepEqual(armOf('SNIP, many rounds', 7), { scorer: 'snip', iterations: 7 });
    assert.deepEqual(armOf('SynFlow, 1 round', 7), { scorer: 'synflow' });
    assert.ok(smoke.rounds < course.rounds);
  });
});
