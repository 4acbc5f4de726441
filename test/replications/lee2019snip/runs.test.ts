import assert from 'node:assert/strict';
import {
  allRuns,
  course,
  pilotSeeds,
  presets,
  smoke,
} from '../../../replications/lee2019snip/presets.js';
import { DRAWS } from '../../../replications/lee2019snip/runs.js';

const runsOf = (study: string) =>
  allRuns({ ...course, seeds: [7, 8] }).filter(({ labels }) => labels.study === study);

describe('SNIP runs', () => {
  it('never confirms on a pilot seed of the same data', () => {
    const clash = (seeds: readonly number[], pilots: readonly number[]): number[] =>
      seeds.filter((seed) => pilots.includes(seed));
    assert.deepEqual(clash(presets.course.seeds, pilotSeeds.mnist), []);
    assert.deepEqual(clash(presets.paper.seeds, pilotSeeds.mnist), []);
    assert.deepEqual(clash(presets.smoke.seeds, pilotSeeds.glyphs), []);
  });

  it('gives every run the seed it is labelled with, and the density', () => {
    for (const { config, labels } of allRuns(smoke)) {
      assert.equal(config.seed, labels.seed);
      if (labels.study !== 'class') assert.equal(config.density, labels.kept);
    }
  });

  it('trains newly drawn weights under the very mask of the scored ones', () => {
    const plain = runsOf('plain').filter(({ labels }) => labels.seed === 7 && labels.kept === 0.02);
    const config = (arm: string) => plain.find(({ labels }) => labels.arm === arm)!.config;
    assert.deepEqual(config('SNIP, new weights'), { ...config('SNIP'), start: 'reinit' });
  });

  it('varies nothing but the scoring batch, the draw or the labels where these are studied', () => {
    const varied = (study: string): string[] => {
      const runs = runsOf(study).filter(({ labels }) => labels.seed === 7);
      const [first] = runs;
      const sameNet = runs.filter(({ labels }) => labels.kept === first.labels.kept);
      const keys = new Set(sameNet.flatMap(({ config }) => Object.keys(config)));
      return [...keys]
        .filter((key) => new Set(sameNet.map(({ config }) => config[key])).size > 1)
        .sort();
    };
    assert.deepEqual(varied('batch'), ['scoringSize']);
    assert.deepEqual(varied('draws-recurrent'), ['deviation', 'weights']);
    assert.deepEqual(varied('fitting'), ['labels']);
    assert.equal(runsOf('draws-plain').length, 2 * Object.keys(DRAWS).length);
  });

  it('keeps the maps of the first seed only', () => {
    const maps = runsOf('class').filter(({ config }) => config.map === true);
    assert.deepEqual([...new Set(maps.map(({ labels }) => labels.seed))], [7]);
    assert.equal(maps.length, 20, 'ten digits, by one and by a hundred examples');
  });
});
