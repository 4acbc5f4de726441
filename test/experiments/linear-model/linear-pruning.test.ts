import assert from 'node:assert/strict';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { linearPruning } from '../../../src/experiments/linear-model/linear-pruning.js';

const base = { seed: 1001, examples: 30, features: 100, informative: 10, kept: 10 };

function run(config: Config): readonly Row[] {
  return linearPruning.run(completeConfig(linearPruning, { ...base, ...config }), {
    resources: null,
    parent: () => assert.fail('there are no parents'),
    keep: () => undefined,
    progress: () => undefined,
  });
}

const at = (rows: readonly Row[], size: number, criterion: string): readonly Row[] =>
  rows.filter((row) => row.size === size && row.criterion === criterion);

describe('linear-pruning', () => {
  it('has a row for every draw, size and criterion, and the same bits twice', () => {
    const rows = run({ draws: 2, sizes: [10, 40, 100] });
    assert.equal(rows.length, 2 * 3 * 4);
    assert.deepEqual(Object.keys(rows[0]), ['draw', 'size', 'criterion', 'risk', 'retrained']);
    assert.deepEqual(run({ draws: 2, sizes: [10, 40, 100] }), rows);
    // to the last digit, whatever the machine and the version of Node
    assert.deepEqual(rows.slice(4, 8), [
      { draw: 0, size: 40, criterion: 'dense', risk: 0.656437, retrained: null },
      { draw: 0, size: 40, criterion: 'magnitude', risk: 1.09226, retrained: 1.36553 },
      { draw: 0, size: 40, criterion: 'hessian', risk: 0.69987, retrained: 0.640785 },
      { draw: 0, size: 40, criterion: 'oracle', risk: 0.546335, retrained: 0.383249 },
    ]);
  });

  it('draws the same data whatever the sizes, and more draws go on from fewer', () => {
    const rows = run({ draws: 2, sizes: [10, 40, 100] });
    assert.deepEqual(run({ draws: 1, sizes: [40] }), rows.slice(4, 8));
  });

  it('leaves a model alone that is no larger than what is kept', () => {
    const [dense, ...pruned] = run({ sizes: [10] });
    for (const row of pruned) assert.deepEqual([row.risk, row.retrained], [dense.risk, dense.risk]);
  });

  it('gives the small model that knows its features, once the first are kept and fitted again', () => {
    const rows = run({ draws: 3, sizes: [10, 40, 100] });
    const direct = at(rows, 10, 'dense').map(({ risk }) => risk);
    for (const size of [40, 100]) {
      assert.deepEqual(
        at(rows, size, 'oracle').map(({ retrained }) => retrained),
        direct,
      );
    }
  });

  it('prunes alike by magnitude and by Hessian where all variances are equal', () => {
    const rows = run({ draws: 2, sizes: [40, 100], variance: 1, coefficient: 5 });
    for (const size of [40, 100]) {
      const [byMagnitude, byHessian] = ['magnitude', 'hessian'].map((criterion) =>
        at(rows, size, criterion).map(({ risk, retrained }) => [risk, retrained]),
      );
      assert.deepEqual(byMagnitude, byHessian);
    }
  });

  it('finds the true coefficients of a problem that examples determine', () => {
    const [dense, pruned] = run({ features: 10, sizes: [10], criteria: ['oracle'] });
    assert.ok((dense.risk as number) < 1e-20);
    assert.equal(pruned.risk, dense.risk);
  });

  it('rejects what makes no sense before any work', () => {
    const bad: [Config, RegExp][] = [
      [{ sizes: [40, 40] }, /'sizes' must be a list of growing whole numbers from 1 to 100/],
      [{ sizes: [] }, /'sizes' must be/],
      [{ sizes: [101] }, /'sizes' must be/],
      [{ criteria: ['magnitud'] }, /criterion 'magnitud'.*magnitude/],
      [{ criteria: ['oracle', 'oracle'] }, /without repetitions/],
      [{ informative: 101 }, /'informative' must be at most 100/],
      [{ variance: 0 }, /'variance' must be above 0/],
      [{ noise: -1 }, /'noise' must be 0 or more/],
      [{ draws: 0 }, /'draws' must be a positive whole number/],
    ];
    for (const [config, message] of bad) {
      assert.throws(() => runId(linearPruning, { ...base, sizes: [10, 100], ...config }), {
        name: 'UserError',
        message,
      });
    }
  });
});
