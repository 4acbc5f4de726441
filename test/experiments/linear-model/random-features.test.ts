import assert from 'node:assert/strict';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { randomFeatures } from '../../../src/experiments/linear-model/random-features.js';

const base = { seed: 1001, examples: 40, inputs: 5, kept: 8, testExamples: 400 };

function run(config: Config): readonly Row[] {
  return randomFeatures.run(completeConfig(randomFeatures, { ...base, ...config }), {
    resources: null,
    parent: () => assert.fail('there are no parents'),
    keep: () => undefined,
    progress: () => undefined,
  });
}

describe('random-features', () => {
  it('has a row for every draw, size and criterion, and the same bits twice', () => {
    const rows = run({ draws: 2, sizes: [8, 60] });
    assert.equal(rows.length, 2 * 2 * 4);
    assert.deepEqual(run({ draws: 2, sizes: [8, 60] }), rows);
    // to the last digit, whatever the machine and the version of Node
    assert.deepEqual(rows.slice(4, 8), [
      { draw: 0, size: 60, criterion: 'dense', risk: 2.07297, retrained: null },
      { draw: 0, size: 60, criterion: 'magnitude', risk: 34.0207, retrained: 0.987749 },
      { draw: 0, size: 60, criterion: 'hessian', risk: 20.5875, retrained: 0.895999 },
      { draw: 0, size: 60, criterion: 'random', risk: 16.1497, retrained: 1.01316 },
    ]);
  });

  it('leaves a model alone that is no larger than what is kept', () => {
    const [dense, ...pruned] = run({ sizes: [8] });
    for (const row of pruned) assert.deepEqual([row.risk, row.retrained], [dense.risk, dense.risk]);
  });

  it('learns a linear target without noise as far as many features and examples can', () => {
    const easy = { target: 'linear', noise: 0, examples: 400, sizes: [200], criteria: [] };
    const [{ risk }] = run(easy);
    assert.ok((risk as number) < 0.01, `the risk is ${risk}`);
    const [{ risk: noisy }] = run({ ...easy, noise: 0.5 });
    assert.ok((noisy as number) > 0.2, 'noise of a fifth of the variance cannot be predicted');
  });

  it('rejects what makes no sense before any work', () => {
    const bad: [Config, RegExp][] = [
      [{ target: 'cubic' }, /target 'cubic'.*linear/],
      [{ inputs: 0 }, /'inputs' must be a positive whole number/],
      [{ testExamples: 0.5 }, /'testExamples' must be a positive whole number/],
      [{ criteria: ['oracle'] }, /criterion 'oracle'/],
      [{ noise: -1 }, /'noise' must be 0 or more/],
    ];
    for (const [config, message] of bad) {
      assert.throws(() => runId(randomFeatures, { ...base, ...config }), {
        name: 'UserError',
        message,
      });
    }
  });
});
