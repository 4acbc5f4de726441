import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { loadDataset } from '../../../src/data/register.js';
import type { Config, Row, RunSpec } from '../../../src/experiment/experiment.js';
import { openStore } from '../../../src/experiment/store/store.js';
import { pruneAtInit } from '../../../src/experiments/at-init/prune-at-init.js';
import { collect } from '../../../src/experiments/laboratory.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import { initialise } from '../../../src/models/initialise.js';
import { applyMask, kept, type Mask } from '../../../src/models/mask.js';
import { mlp } from '../../../src/models/mlp.js';
import { shuffleLayerwise } from '../../../src/pruning/controls.js';
import { pruneIteratively } from '../../../src/pruning/iterate.js';
import { effectiveMask } from '../../../src/pruning/paths/connectivity.js';
import { magnitude } from '../../../src/pruning/scores/magnitude.js';
import { newFolder } from '../../support/temporary-folder.js';
import { runHere } from './run-here.js';

const base = {
  dataset: 'glyphs-14',
  model: 'mlp-20-20',
  scorer: 'magnitude',
  seed: 5,
  trainSize: 300,
  batchSize: 60,
  duration: '20it',
  evaluateEvery: '10it',
};
const model = mlp({ name: 'mlp-20-20', inputShape: [1, 14, 14], hidden: [20, 20], numClasses: 10 });
const parameters = initialise(model, stream(5, 'init'), { weights: 'kaiming-normal' });
const size = 4520;

const run = (config: Config): Promise<readonly Row[]> =>
  runHere(pruneAtInit, { ...base, ...config });

/** What magnitude pruning of the net of `base` keeps, by the library alone. */
function maskOf(density: number): Mask {
  return pruneIteratively(model, magnitude, parameters, { rng: stream(5, 'pruning') }, { density });
}

/** Loss of a net that has not been trained, as rows have it. */
async function lossOf(mask: Mask, from = parameters): Promise<number> {
  const network = wasmEngine().compile(model, { batchSize: 60 });
  network.load(applyMask(from, mask));
  const { loss } = network.evaluate((await loadDataset('glyphs-14')).test);
  network.dispose();
  return loss;
}

const near = (actual: unknown, expected: number): void => {
  assert.ok(
    Math.abs((actual as number) - expected) < 1e-5 * expected,
    `${String(actual)}, ${expected}`,
  );
};

describe('prune-at-init', () => {
  it('trains what the library would keep, and says how much that is', async () => {
    const mask = maskOf(0.05);
    const rows = await run({ density: 0.05 });
    assert.deepEqual(
      rows.map((row) => [row.iteration, row.trainAccuracy === null, row.squareSlope]),
      [
        [0, true, null],
        [10, true, null],
        [20, false, null],
      ],
    );
    const effective = kept(effectiveMask(model, mask));
    assert.ok(effective < 226);
    for (const row of rows) {
      assert.equal(row.density, 0.05); // 226 of 4520
      assert.equal(row.effectiveDensity, Number((effective / size).toPrecision(6)));
      assert.deepEqual([row.emptyLayers, row.connected], [0, true]);
    }
    near(rows[0].testLoss, await lossOf(mask));
    assert.ok((rows[2].testLoss as number) < (rows[0].testLoss as number));
  });

  it('reports a collapsed net as such, and trains it to chance', async () => {
    const rows = await run({ model: 'mlp-100-100-100-100-100', density: 0.001, seed: 0 });
    for (const row of rows) {
      assert.equal(row.connected, false);
      assert.ok((row.emptyLayers as number) > 0);
      assert.equal(row.effectiveDensity, 0);
      assert.equal(row.density, 0.0010066); // 61 of 60,600
    }
    const last = rows[rows.length - 1];
    assert.ok(Math.abs((last.testLoss as number) - Math.log(10)) < 0.01);
    assert.equal(last.testAccuracy, 0.1);
    assert.ok((last.trainAccuracy as number) < 0.2);
  });

  for (const scorer of ['random', 'snip', 'grasp', 'synflow']) {
    it(`survives that ${scorer} keeps nothing at all`, async () => {
      const rows = await run({ scorer, density: 1e-9, iterations: 3 });
      const { density, emptyLayers, connected, testAccuracy } = rows[2];
      assert.deepEqual([density, emptyLayers, connected, testAccuracy], [0, 3, false, 0.1]);
    });
  }

  it('starts again from other weights under the same mask', async () => {
    const mask = maskOf(0.2);
    const fresh = initialise(model, stream(5, 'reinit'), { weights: 'kaiming-normal' });
    const [row] = await run({ density: 0.2, start: 'reinit' });
    near(row.testLoss, await lossOf(mask, fresh));
    assert.notEqual(row.testLoss, (await run({ density: 0.2 }))[0].testLoss);
  });

  it('shuffles a mask within its layers', async () => {
    const shuffled = shuffleLayerwise(maskOf(0.2), stream(5, 'shuffle'));
    const [row] = await run({ density: 0.2, control: 'shuffle' });
    near(row.testLoss, await lossOf(shuffled));
    assert.notEqual(row.testLoss, (await run({ density: 0.2 }))[0].testLoss);
  });

  it('scores by the labels it is trained on', async () => {
    const scored = { scorer: 'snip', density: 0.1, duration: '1it', evaluateEvery: '1it' };
    const [onTrue] = await run({ ...scored });
    const [onRandom] = await run({ ...scored, labels: 'random' });
    assert.equal(onRandom.density, onTrue.density);
    assert.notEqual(onRandom.testLoss, onTrue.testLoss); // before the first step: another mask
  });

  it('learns random labels by heart, and is tested on the true ones', async () => {
    const long = { duration: '400it', evaluateEvery: '400it', learningRate: 0.01 };
    const [untrained, end] = await run({ ...long, labels: 'random' });
    const [same, honest] = await run(long);
    assert.equal(untrained.testLoss, same.testLoss, 'the same net on the same test set');
    assert.ok((honest.testAccuracy as number) > 0.7, String(honest.testAccuracy));
    assert.ok((end.trainAccuracy as number) > 0.8, String(end.trainAccuracy));
    assert.ok((end.testAccuracy as number) < 0.25, String(end.testAccuracy));
  });

  it('has the slope of squared weights for a dense net, where there is one', async () => {
    // Kaiming: mean squares are 2 / 196, 2 / 20, 2 / 20 of 3920, 400 and 200 weights. The least-squares
    // slope of log(mean square) on log(1 / size) of these, by hand, is 0.825
    const [{ squareSlope }] = await run({});
    assert.ok(Math.abs((squareSlope as number) - 0.825) < 0.1, String(squareSlope));
    assert.equal((await run({ density: 0.9 }))[0].squareSlope, null);
  });

  it('augments, follows its course and its optimiser', async () => {
    const losses = await Promise.all(
      [
        {},
        { augment: { crop: 2 } },
        { course: { kind: 'cosine' } },
        { optimizer: 'sgd' },
        { optimizer: 'sgd', nesterov: true },
        { weightDecay: 0.1 },
      ].map(async (config) => (await run(config as Config))[2].testLoss),
    );
    assert.equal(new Set(losses).size, 6);
  });
});

describe('prune-at-init in sweeps', () => {
  const specs: RunSpec[] = [
    { scorer: 'synflow', density: 0.1, iterations: 5 },
    { scorer: 'snip', density: 0.1, control: 'shuffle' },
    { scorer: 'grasp', density: 0.1, start: 'reinit', labels: 'random' },
    { scorer: 'random', density: 0.3, scope: 'smart-ratios' },
    {},
  ].map((config) => ({
    experiment: pruneAtInit,
    config: { ...base, ...config },
    labels: {},
  }));

  function bits(folder: string): [string, string][] {
    const runs = path.join(folder, 'prune-at-init-v1');
    return fs
      .readdirSync(runs)
      .map((id) => [id, fs.readFileSync(path.join(runs, id, 'rows.jsonl'), 'utf8')]);
  }

  it('gives the same bits on one worker, on two, and in this thread', async () => {
    const [one, two] = [newFolder(), newFolder()];
    const rows = await collect(specs, { store: openStore(one), jobs: 1 });
    await collect(specs.toReversed(), { store: openStore(two), jobs: 2 });
    assert.deepEqual(bits(one), bits(two));
    assert.equal(bits(one).length, 5);
    const here = (await Promise.all(specs.map(({ config }) => run(config)))).flat();
    assert.deepEqual(
      rows.map((row) => row.testLoss),
      here.map((row) => row.testLoss),
    );
  }).timeout(60_000);

  it('fails a run that lacks examples with the class, and finishes the others', async () => {
    const store = openStore(newFolder());
    const short = { ...base, scorer: 'snip', density: 0.1, scoringClass: 3, scoringSize: 801 };
    const failing: RunSpec = { experiment: pruneAtInit, config: short, labels: {} };
    await assert.rejects(collect([failing, specs[4]], { store, jobs: 1 }), {
      name: 'UserError',
      message:
        /1 runs failed[^]*801 examples cannot be drawn from 800 of glyphs-14\. Ask for fewer/,
    });
    assert.equal(store.has(pruneAtInit, specs[4].config), true);
  }).timeout(60_000);
});
