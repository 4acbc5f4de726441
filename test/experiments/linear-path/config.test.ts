import assert from 'node:assert/strict';
import type { Config } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { linearPath } from '../../../src/experiments/linear-path/linear-path.js';
import { pruneRetrain } from '../../../src/experiments/prune-retrain/prune-retrain.js';

const end = { trainSize: 300, validationSize: 0, duration: '10it', evaluateEvery: '10it' };
const copies = [1, 2].map((copy) => ({ ...end, copy }));
const base = { dataset: 'glyphs-14', ends: copies };
const idOf = (config: Config): string => runId(linearPath, { ...base, ...config });
const normalised = copies.map((each) => ({ ...each, model: 'resnet-8-w2', optimizer: 'sgd' }));

describe('the settings of linear-path', () => {
  it('gives equal lines one name, and others other names', () => {
    const wordy = copies.map((each) => ({ ...each, rewindTo: '0it', model: 'lenet-300-100' }));
    assert.equal(idOf({ ends: wordy }), idOf({}));
    assert.equal(idOf({ statisticsExamples: 50 }), idOf({}), 'a LeNet has no running statistics');
    const [first, second] = copies;
    for (const other of [
      { ends: [second, first] },
      { ends: [first, { ...second, copy: 3 }] },
      { points: 15 },
      { testExamples: 100 },
      { trainExamples: 0 },
    ]) {
      assert.notEqual(idOf(other), idOf({}), JSON.stringify(other));
    }
    assert.notEqual(
      idOf({ ends: normalised, statisticsExamples: 50 }),
      idOf({ ends: normalised, statisticsExamples: 60 }),
    );
  });

  it('builds on its ends and on what they started from', () => {
    const rewind = { checkpoints: ['4it'], rewindTo: '4it' };
    const ends = copies.map((each) => ({ ...each, ...rewind }));
    const parents = linearPath.parents(completeConfig(linearPath, { ...base, ends }));
    const names = new Set(parents.map(({ experiment, config }) => runId(experiment, config)));
    const dense = { ...end, checkpoints: ['4it'] };
    const expected = [...ends, dense].map((config) =>
      runId(pruneRetrain, { ...config, dataset: 'glyphs-14' }),
    );
    assert.deepEqual([...names].sort(), expected.sort());
  });

  it('counts its work in forward passes', () => {
    const costOf = (config: Config): number =>
      linearPath.cost(completeConfig(linearPath, { ...base, ...config }));
    const few = { points: 2, testExamples: 100, trainExamples: 0 };
    // 89,800 multiplications and additions per image, 2 x 100 images
    assert.ok(Math.abs(costOf(few) / ((2 * 89_800 * 200) / 1e9) - 1) < 1e-12);
    assert.equal(costOf({ ...few, trainExamples: 300 }), 4 * costOf(few));
    const anew = { ...few, ends: normalised, statisticsExamples: 100 };
    assert.ok(costOf({ ...anew, statisticsExamples: 200 }) > 1.5 * costOf(anew));
  });

  it('refuses a line that cannot be', () => {
    const [first, second] = copies;
    for (const [config, message] of [
      [{ ends: [first] }, /'ends' .* two configs/],
      [{ ends: [first, first] }, /same run twice/],
      [{ ends: [first, { ...second, model: 'lenet-300-100-w30' }] }, /both of one model/],
      [{ ends: [first, { ...second, copies: 1 }] }, /copies/],
      [{ ends: [first, 2] }, /two configs such as/],
      [{ ends: [{ ...first, dataset: 'glyphs' }, second] }, /on the data set of the line/],
      [{ points: 1 }, /at least its two ends/],
      [{ testExamples: 0 }, /'testExamples'/],
      [{ testExamples: 1_000_000 }, /'testExamples'/],
      [{ trainExamples: 301 }, /'trainExamples' .* 0 to 300/],
      [{ ends: normalised, statisticsExamples: 1 }, /'statisticsExamples' .* 2 to 300/],
    ] as [Config, RegExp][]) {
      assert.throws(() => idOf(config), message, JSON.stringify(config));
    }
  });
});
