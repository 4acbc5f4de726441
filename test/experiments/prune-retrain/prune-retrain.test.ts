import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeDataset } from '../../../src/data/dataset.js';
import { registerDataset } from '../../../src/data/register.js';
import type { Config, RunSpec, Tensors } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { openStore } from '../../../src/experiment/store/store.js';
import { collect } from '../../../src/experiments/laboratory.js';
import { pruneRetrain } from '../../../src/experiments/prune-retrain/prune-retrain.js';
import { stream } from '../../../src/math/rng.js';
import { glorotNormal } from '../../../src/models/initialise.js';
import { density, isNested, type Mask } from '../../../src/models/mask.js';
import { lenet300100 } from '../../../src/models/mlp.js';
import { modelDensity } from '../../../src/pruning/schedule.js';
import { chainRunner } from '../../support/chain-runner.js';
import { newFolder } from '../../support/temporary-folder.js';

const base = {
  dataset: 'glyphs-14',
  trainSize: 300,
  validationSize: 100,
  duration: '20it',
  evaluateEvery: '10it',
  seed: 5,
};
const model = lenet300100([1, 14, 14]);
const rates = { scope: 'layerwise', rate: 0.2, outputRate: 0.1 } as const;

const runner = () => chainRunner(pruneRetrain, base);

const maskOf = (kept: Tensors): Mask =>
  Object.fromEntries(
    Object.entries(kept)
      .filter(([name]) => name.startsWith('mask/'))
      .map(([name, bits]) => [name.slice(5), bits as Uint8Array]),
  );

const idOf = (config: Config): string => runId(pruneRetrain, { ...base, ...config });

describe('prune-retrain', () => {
  it('trains a ladder of nested masks with exactly the densities of its rounds', async () => {
    const { run } = await runner();
    const levels = [[0], [0, 2], [0, 2, 4]].map((rounds) => run({ rounds }));
    const masks = levels.map(({ kept }) => maskOf(kept));
    assert.ok(isNested(masks[2], masks[1]) && isNested(masks[1], masks[0]));
    assert.deepEqual(
      masks.map(density),
      [0, 2, 4].map((rounds) => modelDensity(model, rates, rounds)),
    );
    assert.deepEqual(
      levels[2].rows.map((row) => [row.iteration, row.trainAccuracy === null]),
      [
        [0, true],
        [10, true],
        [20, false],
      ],
    );
    assert.equal(levels[2].rows[0].density, Number(density(masks[2]).toPrecision(6)));
    // what is pruned is what was smallest at the end of the level before
    const weights = levels[1].kept['final/fc1.weight'] as Float32Array;
    const smallestKept = Math.min(
      ...weights.filter((_, i) => masks[2]['fc1.weight'][i] === 1).map(Math.abs),
    );
    const largestPruned = Math.max(
      ...weights
        .filter((_, i) => masks[1]['fc1.weight'][i] === 1 && masks[2]['fc1.weight'][i] === 0)
        .map(Math.abs),
    );
    assert.ok(smallestKept >= largestPruned);
  });

  it('starts a ticket at the bits of the dense initialisation: one step without learning shows them', async () => {
    const { run } = await runner();
    const still = { learningRate: 1e-30, duration: '1it', evaluateEvery: '1it' };
    const { kept } = run({ rounds: [0, 6], ...still });
    const theta0 = glorotNormal(model, stream(5, 'init'));
    const mask = maskOf(kept);
    for (const [name, bits] of Object.entries(mask)) {
      const expected = theta0[name].map((w, i) => (bits[i] === 1 ? w : 0));
      assert.deepEqual(kept[`final/${name}`], expected, name);
    }
  });

  it('has arms that differ: same mask, other weights; same size, other mask', async () => {
    const { run, done } = await runner();
    const ticket = run({ rounds: [0, 2, 4] });
    const reinit = run({ rounds: [0, 2, 4], start: 'reinit' });
    const other = run({ rounds: [0, 2, 4], start: 'reinit', draw: 1 });
    const random = run({ rounds: [0, 4], scorer: 'random' });
    const oneShot = run({ rounds: [0, 4] });
    const losses = [ticket, reinit, other, random, oneShot].map(({ rows }) => rows[2].testLoss);
    assert.equal(new Set(losses).size, 5);
    for (const { rows } of [reinit, other, random, oneShot]) {
      assert.equal(rows[0].density, ticket.rows[0].density);
    }
    const masks = [ticket, oneShot, random].map(({ kept }) => maskOf(kept));
    assert.notDeepEqual(masks[0], masks[1]);
    assert.notDeepEqual(masks[0], masks[2]);
    assert.deepEqual(reinit.kept, {}, 'nothing is built on a reinitialised net');
    assert.equal(done.size, 7); // dense and [0, 2] besides; the reinit arms share the ticket chain
  });

  it('rewinds to a later step: the survivors carry on from the weights the dense net had there', async () => {
    const { run } = await runner();
    const rewind = {
      checkpoints: ['5it'],
      rewindTo: '5it',
      duration: '10it',
      evaluateEvery: '5it',
    };
    const dense = run({ rounds: [0], ...rewind });
    const ticket = run({ rounds: [0, 2], ...rewind });
    assert.equal(ticket.rows[0].iteration, 5);
    // with nothing pruned, going on from the rewind point ends where the dense net ended but for
    // the optimiser's moments, which start anew; at zero pruning and zero learning it is exact
    const still = { ...rewind, learningRate: 1e-30 };
    const frozen = run({ rounds: [0, 2], ...still });
    const frozenDense = run({ rounds: [0], ...still });
    const mask = maskOf(frozen.kept)['fc2.weight'];
    assert.deepEqual(
      frozen.kept['final/fc2.weight'],
      (frozenDense.kept['at-5/fc2.weight'] as Float32Array).map((w, i) => (mask[i] ? w : 0)),
    );
    assert.notDeepEqual(dense.kept['at-5/fc2.weight'], dense.kept['final/fc2.weight']);
  });

  it('gives equal work one name', () => {
    assert.equal(idOf({ scorer: 'random', rate: 0.5, outputRate: 0.3, scope: 'global' }), idOf({}));
    assert.equal(
      idOf({ scorer: 'random', rounds: [0, 2, 4] }),
      idOf({ scorer: 'random', rounds: [0, 4] }),
    );
    assert.equal(idOf({ momentum: 0.9 }), idOf({}), 'Adam has no momentum setting');
    assert.equal(idOf({ rounds: [0, 2], draw: 3 }), idOf({ rounds: [0, 2] }));
    assert.notEqual(idOf({ rounds: [0, 2, 4] }), idOf({ rounds: [0, 4] }));
    assert.notEqual(
      idOf({ rounds: [0, 2], start: 'reinit', draw: 1 }),
      idOf({ rounds: [0, 2], start: 'reinit' }),
    );
  });

  it('takes less work the sparser it gets', () => {
    const costs = [[0], [0, 6], [0, 14]].map((rounds) =>
      pruneRetrain.cost(completeConfig(pruneRetrain, { ...base, rounds })),
    );
    assert.ok(costs[0] > costs[1] && costs[1] > costs[2] && costs[2] > 0);
  });

  for (const [what, config, message] of [
    ['an unknown data set', { dataset: 'glyph' }, /no data set 'glyph'\. Did you mean 'glyphs'/],
    ['an unknown model', { model: 'lenet' }, /no model 'lenet'\. Did you mean 'lenet-5'/],
    [
      'an unknown pruner',
      { scorer: 'magnitud' },
      /no scorer 'magnitud'\. Did you mean 'magnitude'/,
    ],
    [
      'a pruner that looks at the network',
      { scorer: 'synflow' },
      /'scorer' must be one that looks at weights or at gradients .* but is synflow/,
    ],
    [
      'an unknown setting',
      { batchsize: 3 },
      /no setting .* 'batchsize'\. Did you mean 'batchSize'/,
    ],
    ['too many images', { trainSize: 70_000 }, /must be at most 8000, .* but is 70100/],
    ['a rate of one', { rate: 1 }, /'rate' must be at least 0 and below 1, but is 1/],
    [
      'rounds that shrink',
      { rounds: [0, 4, 2] },
      /grow from 0, such as \[0, 2, 4\], but is \[0, 4, 2\]/,
    ],
    ['an unknown engine', { engine: 'wsam' }, /no engine 'wsam'. Did you mean 'wasm'/],
    ['a bare number of steps', { duration: '500' }, /'500' is not an amount of training/],
    ['a checkpoint at the end', { checkpoints: ['20it'] }, /after the start and before '20it'/],
    ['a rewind point that is not kept', { rewindTo: '5it' }, /one of the steps in 'checkpoints'/],
    ['a learning rate of zero', { learningRate: 0 }, /'learningRate' must be above 0, but is 0/],
    [
      'a seed for the noise alone',
      { labelNoise: { kind: 'uniform', fraction: 0.5, seed: 3 } },
      /no setting of 'labelNoise' 'seed'. Known: kind, fraction/,
    ],
    ['noise by its name', { labelNoise: 'uniform' }, /'labelNoise' must be null or an object/],
    ['half a batch', { batchSize: 0.5 }, /'batchSize' must be a positive whole number/],
  ] as const) {
    it(`rejects ${what} before any work`, () => {
      assert.throws(() => idOf(config), { name: 'UserError', message });
    });
  }
});

describe('collect', () => {
  const specs: RunSpec[] = [[0], [0, 2], [0, 2, 4]].map((rounds) => ({
    experiment: pruneRetrain,
    config: { ...base, rounds },
    labels: { arm: 'ticket', round: rounds[rounds.length - 1] },
  }));

  /** Every published file of a store but the provenance, by its path. */
  function bits(folder: string): Map<string, string> {
    const runs = path.join(folder, 'prune-retrain-v1');
    return new Map(
      fs.readdirSync(runs).flatMap((id) =>
        ['rows.jsonl', 'tensors.json'].map((name): [string, string] => {
          const file = path.join(runs, id, name);
          return [`${id}/${name}`, fs.readFileSync(file).toString('base64')];
        }),
      ),
    );
  }

  it('gives the same bits on one worker, on two, and in another process’s order', async () => {
    const [one, two] = [newFolder(), newFolder()];
    const rows = await collect(specs, { store: openStore(one), jobs: 1 });
    assert.deepEqual(
      await collect(specs.toReversed(), { store: openStore(two), jobs: 2 }).then((r) => r.length),
      rows.length,
    );
    assert.deepEqual(bits(one), bits(two));
    assert.equal(bits(one).size, 6);
    assert.equal(rows[0].arm, 'ticket');
  });

  it('trains on a data set of the user’s own, in workers that have never heard of it', async () => {
    const rng = stream(1, 'own-data');
    const split = (name: 'train' | 'test', size: number) =>
      makeDataset({
        name: 'own',
        split: name,
        images: Float32Array.from({ length: size * 4 }, () => rng.normal()),
        labels: Uint8Array.from({ length: size }, (_, i) => i % 2),
        shape: [1, 2, 2],
        numClasses: 2,
        mean: [0],
        deviation: [1],
      });
    registerDataset('own', {
      description: 'four random numbers',
      shape: [1, 2, 2],
      numClasses: 2,
      trainSize: 60,
      testSize: 20,
      load: () => ({ train: split('train', 60), test: split('test', 20) }),
    });
    const config = {
      dataset: 'own',
      trainSize: 40,
      validationSize: 20,
      duration: '3it',
      evaluateEvery: '3it',
    };
    const own = { experiment: pruneRetrain, config, labels: {} };
    const rows = await collect([own], { store: openStore(newFolder()), jobs: 1 });
    assert.equal(rows.length, 2);
  });

  it('fails a diverging run with its step and learning rate, and finishes the others', async () => {
    const store = openStore(newFolder());
    const diverging: RunSpec = {
      experiment: pruneRetrain,
      config: { ...base, optimizer: 'sgd', learningRate: 1e30 },
      labels: {},
    };
    await assert.rejects(collect([diverging, specs[0]], { store, jobs: 1 }), {
      name: 'UserError',
      message:
        /1 runs failed[^]*diverged: at iteration \d+, with learning rate 1e\+30, the loss is NaN/,
    });
    assert.equal(store.has(pruneRetrain, specs[0].config), true);
    const { provenance } = store.read(pruneRetrain, specs[0].config);
    assert.equal(provenance.engine.name, 'wasm');
    assert.match(provenance.engine.kernels, /^[0-9a-f]{64}$/);
    assert.deepEqual(Object.keys(provenance.datasets), ['glyphs-14/train', 'glyphs-14/test']);
  });
});
