import assert from 'node:assert/strict';
import { everyExample } from '../../../src/engine/examples.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { loadDataset } from '../../../src/data/register.js';
import type { Config, Row, Tensors } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { linearPath } from '../../../src/experiments/linear-path/linear-path.js';
import { pruneRetrain } from '../../../src/experiments/prune-retrain/prune-retrain.js';
import { stream } from '../../../src/math/rng.js';
import { glorotNormal } from '../../../src/models/initialise.js';
import type { Model, Parameters } from '../../../src/models/model.js';
import { buildModel } from '../../../src/models/register.js';
import { chainRunner } from '../../support/chain-runner.js';

const dataset = 'glyphs-14';
const lenet = {
  trainSize: 300,
  validationSize: 0,
  optimizer: 'sgd',
  learningRate: 0.1,
  duration: '10it',
  evaluateEvery: '10it',
  scope: 'global',
};
const resnet = { ...lenet, model: 'resnet-8-w2', duration: '20it', evaluateEvery: '20it' };
const copies = (end: Config): Config[] => [1, 2].map((copy) => ({ ...end, copy }));

/** Walks a line; also the runs at its ends and from which they started. */
async function walk(ends: readonly Config[], more: Config = {}) {
  const { run, done } = await chainRunner(linearPath, { dataset, points: 3, ...more });
  const { rows } = run({ ends: [...ends] });
  const outcome = (config: Config) =>
    done.get(runId(pruneRetrain, completeConfig(pruneRetrain, { ...config, dataset })))!;
  return { rows, outcome };
}

const named = (kept: Tensors, prefix: string): Parameters =>
  Object.fromEntries(
    Object.entries(kept)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values as Float32Array]),
  );
const apart = (a: Parameters, b: Parameters): number => {
  let sum = 0;
  for (const name of Object.keys(a)) a[name].forEach((v, i) => (sum += (v - b[name][i]) ** 2));
  return Math.sqrt(sum);
};
const near = (actual: unknown, expected: number): void => {
  assert.ok(Math.abs(Number(actual) / expected - 1) < 2e-6, `${String(actual)} ${expected}`);
};

async function evaluated(model: Model, parameters: Parameters) {
  const { test } = await loadDataset(dataset);
  const network = wasmEngine().compile(model, { batchSize: 100 });
  network.load(parameters);
  const result = network.evaluate(test, everyExample(test));
  network.dispose();
  return result;
}

describe('linear-path', function () {
  this.timeout(60_000);

  it('has the two nets at its ends, the second first', async () => {
    const ends = copies(lenet);
    const { rows, outcome } = await walk(ends);
    assert.deepEqual(
      rows.map(({ alpha }) => alpha),
      [0, 0.5, 1],
    );
    for (const [row, end] of [
      [rows[0], ends[1]],
      [rows[2], ends[0]],
    ] as const) {
      const last: Row = outcome(end).rows.at(-1)!;
      for (const column of ['testAccuracy', 'testLoss', 'trainAccuracy']) {
        assert.equal(row[column], last[column], column);
      }
    }
    assert.ok(rows.every((row) => row.reestimatedTestAccuracy === null));
  });

  it('has the mean of both nets in the middle', async () => {
    const ends = copies(lenet);
    const { rows, outcome } = await walk(ends);
    const [a, b] = ends.map((end) => named(outcome(end).kept, 'final/'));
    const middle = Object.fromEntries(
      Object.keys(a).map((name) => [name, a[name].map((v, i) => (v + b[name][i]) / 2)]),
    );
    const { loss, accuracy } = await evaluated(
      buildModel('lenet-300-100', [1, 14, 14], 10),
      middle,
    );
    near(rows[1].testLoss, loss);
    near(rows[1].testAccuracy, accuracy);
  });

  it('measures how far the nets are apart and how far they came from where they started', async () => {
    const source = { ...lenet, checkpoints: ['4it'] };
    const ends = copies({ ...source, rewindTo: '4it' });
    const { rows, outcome } = await walk(ends);
    const [a, b] = ends.map((end) => named(outcome(end).kept, 'final/'));
    const start = named(outcome(source).kept, 'at-4/');
    for (const row of rows) {
      near(row.distance, apart(a, b));
      near(row.travelFirst, apart(a, start));
      near(row.travelSecond, apart(b, start));
      assert.ok(Number(row.disagreement) > 0 && Number(row.disagreement) < 1);
    }
  });

  it('counts the way of a pruned net from its masked start', async () => {
    const ends = copies({ ...lenet, rounds: [0, 4] });
    const { rows, outcome } = await walk(ends);
    const [a] = ends.map((end) => outcome(end).kept);
    const masks = named(a, 'mask/');
    const start = glorotNormal(buildModel('lenet-300-100', [1, 14, 14], 10), stream(0, 'init'));
    const masked = Object.fromEntries(
      Object.entries(start).map(([name, values]) => [
        name,
        name in masks ? values.map((v, i) => v * masks[name][i]) : values,
      ]),
    );
    near(rows[0].travelFirst, apart(named(a, 'final/'), masked));
  });

  it('measures running statistics anew at every point', async () => {
    const ends = copies(resnet);
    const { rows, outcome } = await walk(ends, { statisticsExamples: 200, trainExamples: 100 });
    assert.equal(rows[2].testAccuracy, outcome(ends[0]).rows.at(-1)!.testAccuracy);
    const anew = rows.map((row) => Number(row.reestimatedTestAccuracy));
    assert.ok(anew.every((accuracy) => accuracy > 0 && accuracy <= 1));
    assert.notDeepEqual(
      anew,
      rows.map(({ testAccuracy }) => testAccuracy),
    );
    // 20 steps are too few for running statistics to arrive; measured ones are there at once
    assert.ok(anew[2] > Number(rows[2].testAccuracy), `${anew[2]} ${rows[2].testAccuracy}`);
  });

  it('leaves out what it is not asked for', async () => {
    const { rows } = await walk(copies(lenet), { trainExamples: 0, testExamples: 50 });
    assert.ok(rows.every((row) => row.trainAccuracy === null && row.trainLoss === null));
    const fiftieths = Number(rows[1].testAccuracy) * 50;
    assert.equal(Number(fiftieths.toFixed(4)), Math.round(fiftieths));
  });

  it('refuses two nets that are the same, bit for bit', async () => {
    await assert.rejects(
      walk(copies({ ...lenet, learningRate: 1e-60 })),
      /same weights, bit for bit/,
    );
  });
});
