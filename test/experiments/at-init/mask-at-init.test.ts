import assert from 'node:assert/strict';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { maskAtInit } from '../../../src/experiments/at-init/mask-at-init.js';
import { stream } from '../../../src/math/rng.js';
import { initialise } from '../../../src/models/initialise.js';
import { buildModel } from '../../../src/models/register.js';
import { pruneIteratively } from '../../../src/pruning/iterate.js';
import { effectiveMask, hasPath } from '../../../src/pruning/paths/connectivity.js';
import { magnitude } from '../../../src/pruning/scores/magnitude.js';
import { countKept } from '../../../src/models/mask.js';
import { runHere } from './run-here.js';

const base = { dataset: 'glyphs-14', model: 'mlp-20-20', seed: 3, scorer: 'magnitude' };
const run = (config: Config): Promise<readonly Row[]> =>
  runHere(maskAtInit, { ...base, ...config });
const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + (row[column] as number), 0);

describe('mask-at-init', () => {
  it('tells, per layer, what the library would keep and what of it is on a path', async () => {
    const model = buildModel('mlp-20-20', [1, 14, 14], 10);
    const parameters = initialise(model, stream(3, 'init'), { weights: 'kaiming-normal' });
    const densities = [0.5, 0.05, 0.003];
    const rows = await run({ densities });
    assert.equal(rows.length, 9);
    densities.forEach((density, i) => {
      const mask = pruneIteratively(
        model,
        magnitude,
        parameters,
        { rng: stream(3, 'x') },
        { density },
      );
      const effective = effectiveMask(model, mask);
      const { critical, firstEmpty } = rows[0];
      assert.deepEqual(
        rows.slice(3 * i, 3 * i + 3),
        Object.entries(mask).map(([layer, bits], place) => ({
          density,
          layer,
          place: place + 1,
          size: bits.length,
          kept: countKept(bits),
          effective: countKept(effective[layer]),
          connected: hasPath(model, mask),
          critical,
          firstEmpty,
        })),
      );
    });
  });

  it('keeps exactly round(density N), in rounds too', async () => {
    for (const config of [
      {},
      { scorer: 'synflow', iterations: 4 },
      { scorer: 'snip', iterations: 2 },
    ]) {
      const rows = await run({ ...config, densities: [0.1, 0.0007] });
      assert.equal(sum(rows.slice(0, 3), 'kept'), 452);
      assert.equal(sum(rows.slice(3), 'kept'), 3);
    }
  });

  it('finds where one round first empties a layer: one weight more, and it lives', async () => {
    for (const scorer of ['magnitude', 'snip', 'grasp', 'random', 'synflow']) {
      const [{ critical, firstEmpty }] = await run({ scorer });
      const kept = Math.round(4520 / 10 ** (critical as number));
      const rows = await run({ scorer, densities: [kept / 4520, (kept - 1) / 4520] });
      assert.equal(rows.slice(0, 3).filter((row) => row.kept === 0).length, 0, scorer);
      const empty = rows.slice(3).filter((row) => row.kept === 0);
      assert.deepEqual(
        empty.map(({ layer }) => layer),
        [firstEmpty],
        scorer,
      );
    }
  });

  it('knows no critical compression of rounds, or of layers pruned apart', async () => {
    for (const config of [
      { scorer: 'synflow', iterations: 2 },
      { scope: 'layerwise' },
      { scope: 'smart-ratios', densities: [0.3] },
    ]) {
      const [{ critical, firstEmpty }] = await run(config);
      assert.deepEqual([critical, firstEmpty], [null, null]);
    }
  });

  it('costs one pass for all densities in one shot, and one set of rounds for each otherwise', () => {
    const cost = (config: Config): number =>
      maskAtInit.cost(completeConfig(maskAtInit, { ...base, scorer: 'snip', ...config })) - 0.1;
    const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
    const densities = [0.5, 0.1];
    assert.ok(near(cost({ densities }), cost({})));
    assert.ok(near(cost({ densities, iterations: 3 }), 6 * cost({})));
  });

  it('prunes GRUs and residual nets by every scorer', async () => {
    for (const [model, layers] of [
      ['gru-6', ['gru.input.weight', 'gru.recurrent.weight', 'fc.weight']],
      ['resnet-8-w4', undefined],
    ] as const) {
      for (const scorer of ['magnitude', 'snip', 'grasp', 'synflow']) {
        const rows = await run({ model, scorer, densities: [0.2] });
        if (layers !== undefined) {
          assert.deepEqual(
            rows.map(({ layer }) => layer),
            layers,
          );
        }
        const total = sum(rows, 'size');
        assert.equal(sum(rows, 'kept'), Math.round(0.2 * total));
        assert.ok(sum(rows, 'effective') <= sum(rows, 'kept'));
      }
    }
  });

  it('has one name whatever the order of its settings, and another for other densities', () => {
    const id = runId(maskAtInit, { ...base, densities: [0.1, 0.2] });
    assert.equal(runId(maskAtInit, { densities: [0.1, 0.2], ...base }), id);
    assert.notEqual(runId(maskAtInit, { ...base, densities: [0.1] }), id);
  });
});
