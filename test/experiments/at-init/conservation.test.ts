import assert from 'node:assert/strict';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { conservation } from '../../../src/experiments/at-init/conservation.js';
import { runHere } from './run-here.js';

const base = { dataset: 'glyphs-14', model: 'mlp-20-20', seed: 2 };

async function measure(config: Config): Promise<{ summary: Row; layers: Row[]; units: Row[] }> {
  const rows = await runHere(conservation, { ...base, ...config });
  const of = (kind: string): Row[] => rows.filter((row) => row.kind === kind);
  assert.equal(of('summary').length, 1);
  return { summary: of('summary')[0], layers: of('layer'), units: of('unit') };
}

const below = (row: Row, column: string, bound: number): void => {
  assert.ok((row[column] as number) < bound, `${column} is ${String(row[column])}`);
};

const doubles = { precision: 'float64' } as const;

describe('conservation', () => {
  for (const saliency of ['synflow', 'linear', 'squared']) {
    it(`holds in doubles to the last digits: ${saliency}`, async () => {
      const { summary } = await measure({ saliency, ...doubles });
      for (const column of ['worstUnit', 'worstUnitOfWeights', 'worstLayer', 'worstCut']) {
        below(summary, column, 1e-12);
      }
      assert.equal(summary.correlation, 1);
      assert.equal(summary.scoreSlope, 1, 'averages are inversely proportional to sizes');
    });
  }

  it('holds in floats to theirs, and agrees with doubles', async () => {
    const floats = await measure({});
    const exact = await measure(doubles);
    for (const column of ['worstUnit', 'worstLayer', 'worstCut']) {
      below(floats.summary, column, 1e-5);
      assert.ok((floats.summary[column] as number) > (exact.summary[column] as number));
    }
    assert.equal(floats.summary.units, 40);
    exact.layers.forEach((layer, i) => {
      const relative = (floats.layers[i].total as number) / (layer.total as number) - 1;
      assert.ok(Math.abs(relative) < 1e-5);
    });
  });

  it('breaks for weights alone where there are biases, and holds with them', async () => {
    const { summary } = await measure({
      ...doubles,
      saliency: 'linear',
      biases: 'pytorch-default',
    });
    below(summary, 'worstUnit', 1e-12);
    below(summary, 'worstCut', 1e-11);
    assert.ok((summary.worstUnitOfWeights as number) > 0.01);
  });

  it('holds in residual nets, with batch statistics too, where cuts are not tried', async () => {
    for (const mode of ['eval', 'train']) {
      const { summary } = await measure({
        ...doubles,
        mode,
        saliency: 'linear',
        model: 'resnet-8-w2',
      });
      below(summary, 'worstUnit', 1e-10);
      assert.equal(summary.worstCut, null);
      assert.equal((summary.worstUnitOfWeights as number) > 0.01, mode === 'train');
    }
  });

  it('does not hold for the scores of others, which have no R', async () => {
    for (const scorer of ['magnitude', 'snip']) {
      const { summary } = await measure({ saliency: 'scores', scorer });
      assert.ok((summary.worstUnit as number) > 0.1);
      assert.deepEqual([summary.worstLayer, summary.worstCut], [null, null]);
    }
    const { summary } = await measure({ saliency: 'scores', scorer: 'synflow' });
    below(summary, 'worstUnit', 1e-5);
  });

  it('holds where more flows than a float can hold', async () => {
    const { summary } = await measure({
      model: `mlp-${new Array<number>(50).fill(100).join('-')}`,
    });
    for (const column of ['worstUnit', 'worstLayer', 'worstCut']) below(summary, column, 1e-5);
  });

  it('shows as many units as asked for, and every layer with its size', async () => {
    const { layers, units } = await measure({ units: 5 });
    assert.deepEqual(
      layers.map(({ layer, place, size }) => [layer, place, size]),
      [
        ['fc1.weight', 1, 3920],
        ['fc2.weight', 2, 400],
        ['fc3.weight', 3, 200],
      ],
    );
    for (const { average, total, size } of layers) {
      const product = (average as number) * (size as number);
      assert.ok(Math.abs(product / (total as number) - 1) < 1e-5);
    }
    assert.equal(units.length, 10);
    for (const { flowIn, flowOut } of units) {
      assert.ok(Math.abs((flowIn as number) / (flowOut as number) - 1) < 1e-4);
    }
    assert.deepEqual((await measure({ units: 1000 })).units.length, 40);
  });

  for (const config of [{}, doubles, { saliency: 'scores', scorer: 'synflow' }]) {
    it(`names the parameter that is not finite: ${JSON.stringify(config)}`, async () => {
      await assert.rejects(measure({ ...config, weights: 'normal', deviation: 3e38 }), {
        name: 'UserError',
        message: /Parameter 'fc1.weight' of mlp-20-20 is -?Infinity at place \d+/,
      });
    });
  }

  it('names the layer whose saliency is not finite', async () => {
    const huge = { weights: 'normal', deviation: 1e30, saliency: 'scores', scorer: 'snip' };
    await assert.rejects(measure(huge), {
      name: 'UserError',
      message: /The saliency of 'fc1.weight' is (NaN|Infinity) .* too large for float32/,
    });
  });
});
