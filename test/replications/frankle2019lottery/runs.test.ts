import assert from 'node:assert/strict';
import { pilotSeeds, presets } from '../../../replications/frankle2019lottery/presets.js';
import { lotteryRuns } from '../../../replications/frankle2019lottery/runs.js';

describe('lottery runs', () => {
  it('has a ladder of tickets and three controls at some of its rungs', () => {
    const runs = lotteryRuns({
      seeds: [7],
      base: { dataset: 'glyphs-14' },
      lastRound: 4,
      every: 2,
      controls: [4],
      draws: 2,
    });
    assert.deepEqual(
      runs.map(({ labels, config }) => [labels.arm, labels.round, labels.draw, config.rounds]),
      [
        ['ticket', 0, 0, [0]],
        ['ticket', 2, 0, [0, 2]],
        ['ticket', 4, 0, [0, 2, 4]],
        ['reinit', 4, 0, [0, 2, 4]],
        ['reinit', 4, 1, [0, 2, 4]],
        ['one-shot', 4, 0, [0, 4]],
        ['random', 4, 0, [0, 4]],
      ],
    );
    assert.ok(runs.every(({ config }) => config.seed === 7));
  });

  it('never confirms on a pilot seed of the same data', () => {
    const clash = (seeds: readonly number[], pilots: readonly number[]): number[] =>
      seeds.filter((seed) => pilots.includes(seed));
    assert.deepEqual(clash(presets.course.seeds, pilotSeeds.mnist), []);
    assert.deepEqual(clash(presets.paper.seeds, pilotSeeds.mnist), []);
    assert.deepEqual(clash(presets.smoke.seeds, pilotSeeds.glyphs), []);
  });
});
