import assert from 'node:assert/strict';
import { withDataInstead } from '../../src/replication/data-instead.js';
import type { Replication, RunSpec } from '../../src/index.js';

const run = (dataset: string): RunSpec =>
  ({ experiment: { name: 'x' }, config: { dataset, seed: 1 }, labels: {} }) as unknown as RunSpec;

const preset = { description: '', seeds: [1], runs: [run('mnist'), run('cifar-10')] };

const replication = {
  paper: { key: 'fake2020' },
  presets: { smoke: preset, course: preset, paper: preset },
} as unknown as Replication;

describe('data instead', () => {
  it('gives the runs of one preset another data set, and leaves all others alone', () => {
    const other = withDataInstead(replication, 'course', { 'cifar-10': 'cifar-10-jpeg' });
    const datasets = (name: 'smoke' | 'course') =>
      other.presets[name].runs.map(({ config }) => config.dataset);
    assert.deepEqual(datasets('course'), ['mnist', 'cifar-10-jpeg']);
    assert.deepEqual(datasets('smoke'), ['mnist', 'cifar-10']);
    assert.deepEqual(other.presets.course.runs[1].config, { dataset: 'cifar-10-jpeg', seed: 1 });
    assert.equal(replication.presets.course.runs[1].config.dataset, 'cifar-10');
  });

  it('says so when no run asks for the data set', () => {
    assert.throws(
      () => withDataInstead(replication, 'course', { cifar: 'mnist' }),
      /asks for the data set 'cifar'; they ask for mnist, cifar-10\./,
    );
  });
});
