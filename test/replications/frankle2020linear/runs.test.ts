import assert from 'node:assert/strict';
import { pilotSeeds, presets } from '../../../replications/frankle2020linear/presets.js';
import { allRuns, ARMS } from '../../../replications/frankle2020linear/runs.js';

const study = (dataset: string) => ({ base: { dataset, model: 'm' }, path: { points: 3 } });

describe('runs of frankle2020linear', () => {
  const runs = allRuns({
    seeds: [7],
    plain: { ...study('mnist'), pruning: { arms: ['IMP'], rewinds: [0], round: 2 } },
    residual: {
      ...study('cifar-10-16'),
      starts: [0, 20],
      restarts: [20],
      pruning: { arms: ARMS, rewinds: [0, 20], round: 4 },
      ladder: [2],
    },
  });
  const of = (name: string, what: string) =>
    runs
      .filter(({ labels }) => labels.study === name && labels.what === what)
      .map(({ labels }) =>
        [labels.arm, labels.k, labels.clock, labels.round, labels.copy].join(' '),
      );

  it('walk a line for every pair of copies', () => {
    assert.deepEqual(of('LeNet', 'path'), [
      'dense 0 continue 0 0',
      'two inits 0 continue 0 0',
      'IMP 0 continue 2 0',
    ]);
    assert.deepEqual(of('ResNet', 'path'), [
      'dense 0 continue 0 0',
      'dense 20 continue 0 0',
      'dense 20 restart 0 0',
      ...[0, 20].flatMap((k) => ARMS.map((arm) => `${arm} ${k} continue 4 0`)),
    ]);
    assert.deepEqual(of('ResNet', 'net').slice(-2), [
      'IMP 20 continue 2 0',
      'random 20 continue 2 0',
    ]);
  });

  it('join copies that differ in their number alone, but for the control', () => {
    for (const { labels, config } of runs.filter((run) => run.labels.what === 'path')) {
      const [first, second] = config.ends as unknown as readonly Record<string, unknown>[];
      assert.deepEqual([first.copy, second.copy], [1, 2]);
      const control = { start: 'reinit', draw: 1 };
      const expected = { ...first, copy: 2, ...(labels.arm === 'two inits' ? control : {}) };
      assert.deepEqual(second, expected, String(labels.arm));
      assert.ok(!('dataset' in first) && config.dataset !== undefined);
    }
  });

  it('list the nets at the ends of every line', () => {
    const nets = runs.filter(({ labels }) => labels.what === 'net').map(({ config }) => config);
    const lines = runs.filter(({ labels }) => labels.what === 'path' && labels.arm !== 'two inits');
    for (const { config } of lines) {
      for (const end of config.ends as unknown as readonly object[]) {
        const net = { ...end, dataset: config.dataset };
        assert.ok(
          nets.some((each) => isSame(each, net)),
          JSON.stringify(net),
        );
      }
    }
  });

  it('never confirm on a pilot seed of the same data', () => {
    const clash = (seeds: readonly number[], pilots: readonly number[]): number[] =>
      seeds.filter((seed) => pilots.includes(seed));
    assert.deepEqual(clash(presets.course.seeds, pilotSeeds.real), []);
    assert.deepEqual(clash(presets.paper.seeds, pilotSeeds.real), []);
    assert.deepEqual(clash(presets.smoke.seeds, pilotSeeds.glyphs), []);
  });
});

function isSame(a: object, b: object): boolean {
  const sorted = (each: object) => JSON.stringify(Object.entries(each).sort());
  return sorted(a) === sorted(b);
}
