import assert from 'node:assert/strict';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { runId } from '../../../src/experiment/run-id.js';
import { pruningRounds } from '../../../src/experiments/at-init/pruning-rounds.js';
import { stream } from '../../../src/math/rng.js';
import { initialise } from '../../../src/models/initialise.js';
import { buildModel } from '../../../src/models/register.js';
import { runHere } from './run-here.js';

const base = { dataset: 'glyphs-14', model: 'mlp-20-20', seed: 3 };
const run = (config: Config): Promise<readonly Row[]> =>
  runHere(pruningRounds, { ...base, ...config });

describe('pruning-rounds', () => {
  it('weighs what a round of magnitude pruning removes, as sorting by hand does', async () => {
    const model = buildModel('mlp-20-20', [1, 14, 14], 10);
    const weights = initialise(model, stream(3, 'init'), { weights: 'kaiming-normal' });
    const sizes = (names: string[]): number[] =>
      names.flatMap((name) => Array.from(weights[name], Math.abs));
    const all = sizes(['fc1.weight', 'fc2.weight', 'fc3.weight']).sort((a, b) => b - a);
    const total = (values: number[]): number => values.reduce((a, b) => a + b, 0);
    const rows = await run({
      scorer: 'magnitude',
      schedule: 'linear',
      iterations: 2,
      density: 0.1,
    });
    assert.deepEqual(
      rows.map(({ round, kept }) => [round, kept]),
      [
        [1, 2486], // 0.55 * 4520
        [2, 452],
      ],
    );
    let before = 4520;
    for (const { kept, cut, flow, ratio } of rows) {
      const removed = total(all.slice(kept as number, before));
      const least = all[before - 1];
      const last = total(sizes(['fc3.weight']).filter((w) => w >= least));
      assert.ok(Math.abs((cut as number) - removed) < 1e-5 * removed);
      assert.ok(Math.abs((flow as number) - last) < 1e-5 * last);
      assert.ok(Math.abs((ratio as number) - removed / last) < 2e-5 * (removed / last));
      before = kept as number;
    }
  });

  it('shows the flow of SynFlow falling by just what was on the paths that were cut', async () => {
    const rows = await run({ iterations: 20, density: 0.05 });
    assert.equal(rows.length, 20);
    const flows = rows.map(({ flow }) => flow as number);
    flows.slice(1).forEach((flow, i) => assert.ok(flow <= flows[i] && flow > 0));
    assert.ok(rows.every(({ ratio }) => (ratio as number) > 0 && (ratio as number) < 1));
    const [once] = await run({ iterations: 1, density: 0.05 });
    assert.ok((once.ratio as number) > 1, 'in one shot more is cut than flows');
    assert.equal(once.flow, rows[0].flow);
  });

  it('goes on when nothing flows any more, without a ratio', async () => {
    const rows = await run({ iterations: 4, density: 1e-9 });
    assert.deepEqual(rows.at(-1), { round: 4, kept: 0, cut: 0, flow: 0, ratio: null });
    assert.ok(rows.every((row) => row.ratio === null || Number.isFinite(row.ratio)));
  });

  it('takes smart ratios as one round', async () => {
    const rows = await run({ scope: 'smart-ratios', iterations: 4, density: 0.3 });
    assert.deepEqual(
      rows.map(({ round, kept }) => [round, kept]),
      [[1, 1356]],
    );
  });

  it('has names that tell rounds apart for every scorer', () => {
    const idOf = (config: Config): string => runId(pruningRounds, { ...base, ...config });
    assert.notEqual(
      idOf({ scorer: 'magnitude', iterations: 5 }),
      idOf({ scorer: 'magnitude', iterations: 6 }),
    );
    assert.equal(idOf({ schedule: 'linear' }), idOf({}), 'of one round');
  });

  it('rejects a density before any work', () => {
    assert.throws(() => runId(pruningRounds, { ...base, density: 1.5 }), {
      name: 'UserError',
      message: /'density' must be above 0 and at most 1, but is 1.5/,
    });
  });
});
