import assert from 'node:assert/strict';
import type { Tensors } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { pruneRetrain } from '../../../src/experiments/prune-retrain/prune-retrain.js';
import { stream } from '../../../src/math/rng.js';
import { glorotNormal } from '../../../src/models/initialise.js';
import { lenet300100 } from '../../../src/models/mlp.js';
import { chainRunner } from '../../support/chain-runner.js';

const base = {
  dataset: 'glyphs-14',
  trainSize: 300,
  validationSize: 0,
  optimizer: 'sgd',
  learningRate: 0.1,
  duration: '10it',
  evaluateEvery: '10it',
  scope: 'global',
  seed: 5,
};
/** No step moves a weight. */
const still = { learningRate: 1e-30 };
const NAME = 'fc2.weight';
const fading = { course: { kind: 'milestones', at: ['5it'], factor: 1e-29 } };

const runner = () => chainRunner(pruneRetrain, base);
const masked = (kept: Tensors, values: Float32Array): Float32Array =>
  values.map((value, i) => (kept[`mask/${NAME}`][i] === 1 ? value : 0));
const final = (kept: Tensors): Float32Array => kept[`final/${NAME}`] as Float32Array;
const drawn = (name: string): Float32Array =>
  glorotNormal(lenet300100([1, 14, 14]), stream(5, name))[NAME];
const idOf = (config: object): string => runId(pruneRetrain, { ...base, ...config });
const parentsOf = (config: object): string[] =>
  pruneRetrain
    .parents(completeConfig(pruneRetrain, { ...base, ...config }))
    .map((parent) => runId(parent.experiment, parent.config));

describe('where a pruned net starts', () => {
  it('draws new weights for reinit and for every level of scratch', async () => {
    const { run } = await runner();
    const scratch = run({ rounds: [0, 2, 4], start: 'scratch', ...still });
    assert.deepEqual(final(scratch.kept), masked(scratch.kept, drawn('scratch-4')));
    const reinit = run({ rounds: [0, 2], start: 'reinit', draw: 1, copy: 1, ...still });
    assert.deepEqual(final(reinit.kept), masked(reinit.kept, drawn('reinit-1')));
  });

  it('builds scratch levels on scratch levels, and reinit on the tickets', () => {
    const rounds = [0, 2, 4];
    assert.deepEqual(parentsOf({ rounds, start: 'scratch' }), [
      idOf({ rounds: [0, 2], start: 'scratch' }),
    ]);
    assert.deepEqual(parentsOf({ rounds, start: 'reinit' }), [idOf({ rounds: [0, 2] })]);
    assert.deepEqual(parentsOf({ rounds: [0, 2], start: 'scratch' }), [idOf({})]);
  });

  it('finetunes the trained weights at the last learning rate', async () => {
    const { run } = await runner();
    const tuned = run({ rounds: [0, 2], start: 'finetune', ...fading });
    const dense = run({ ...fading });
    assert.deepEqual(final(tuned.kept), masked(tuned.kept, final(dense.kept)));
    const rewound = run({ rounds: [0, 2], start: 'learning-rate-rewind', ...fading });
    assert.notDeepEqual(final(rewound.kept), masked(rewound.kept, final(dense.kept)));
  });

  it('knows that finetuning is learning-rate rewinding where the rate is constant', () => {
    const pruned = { rounds: [0, 2] };
    assert.equal(
      idOf({ ...pruned, start: 'learning-rate-rewind' }),
      idOf({ ...pruned, start: 'finetune' }),
    );
    assert.notEqual(
      idOf({ ...pruned, start: 'learning-rate-rewind', warmup: '2it' }),
      idOf({ ...pruned, start: 'finetune', warmup: '2it' }),
    );
    assert.equal(idOf({ start: 'scratch' }), idOf({}), 'a dense net has nothing to start anew');
  });

  it('gives pruned weights back as zeros and trains all on', async () => {
    const { run } = await runner();
    const pruned = { rounds: [0, 6] };
    const sparse = run(pruned);
    const settled = run({ ...pruned, ...fading });
    const frozen = run({ ...pruned, ...fading, redense: '5it' });
    const before = final(settled.kept); // the last learning rate is next to 0
    assert.ok(final(frozen.kept).every((value, i) => Math.abs(value - before[i]) < 1e-20));
    const redense = run({ ...pruned, redense: '5it' });
    assert.equal(redense.rows.at(-1)!.density, 1);
    assert.equal(redense.rows.at(-1)!.iteration, 5);
    const zero = (values: Float32Array): number => values.filter((v) => v === 0).length;
    assert.ok(zero(final(sparse.kept)) > 20_000 && zero(final(redense.kept)) < 2000);
    assert.deepEqual(parentsOf({ ...pruned, redense: '5it' }), [idOf(pruned)]);
  });

  it('goes on from a checkpoint, or starts the clock anew there', async () => {
    const { run } = await runner();
    const rewind = { checkpoints: ['4it'], rewindTo: '4it', rounds: [0, 2] };
    const goesOn = run(rewind);
    const anew = run({ ...rewind, clock: 'restart' });
    const ends = [goesOn, anew].map(({ rows }) => rows.map(({ iteration }) => iteration));
    assert.deepEqual(ends, [[10], [0, 10]]);
    assert.notDeepEqual(final(goesOn.kept), final(anew.kept));
  });

  it('prunes by the gradients of one batch', async () => {
    const { run } = await runner();
    const bySnip = run({ rounds: [0, 4], scorer: 'snip' });
    const byMagnitude = run({ rounds: [0, 4] });
    assert.equal(bySnip.rows[0].density, byMagnitude.rows[0].density);
    assert.notDeepEqual(bySnip.kept[`mask/${NAME}`], byMagnitude.kept[`mask/${NAME}`]);
  });

  it('spares the output layer, at the density of the whole', async () => {
    const { run } = await runner();
    const { kept, rows } = run({ rounds: [0, 10], spare: 'output' });
    assert.ok(kept['mask/fc3.weight'].every((bit) => bit === 1));
    assert.equal(rows[0].density, Number((Math.round(0.8 ** 10 * 89_800) / 89_800).toPrecision(6)));
    assert.throws(
      () => idOf({ rounds: [0, 21], spare: 'output' }),
      /leave 828 weights, .* has 1000/,
    );
    assert.throws(() => idOf({ rounds: [0, 2], spare: 'output', scope: 'layerwise' }), /'scope'/);
  });
});

describe('copies of a net', () => {
  it('differ in the order of the data alone', async () => {
    const { run } = await runner();
    const copies = [1, 2].map((copy) => run({ copy }));
    assert.notDeepEqual(final(copies[0].kept), final(copies[1].kept));
    const frozen = [0, 1].map((copy) => run({ copy, ...still }));
    assert.deepEqual(final(frozen[0].kept), final(frozen[1].kept), 'the same first weights');
  });

  it('start where the dense net was, with the mask of the net itself', async () => {
    const { run } = await runner();
    const rewind = { checkpoints: ['4it'], rewindTo: '4it' };
    const dense = run({ checkpoints: ['4it'] });
    const course = { kind: 'milestones', at: ['4it'], factor: 1e-29 };
    const copy = run({ ...rewind, copy: 1, course });
    assert.deepEqual(final(copy.kept), run({ checkpoints: ['4it'], course }).kept[`at-4/${NAME}`]);
    assert.deepEqual(parentsOf({ ...rewind, copy: 1 }), [idOf({ checkpoints: ['4it'] })]);
    assert.ok(`at-4/${NAME}` in dense.kept);
    const pruned = { ...rewind, rounds: [0, 2] };
    const masks = [0, 1].map((each) => run({ ...pruned, copy: each }).kept[`mask/${NAME}`]);
    assert.deepEqual(masks[0], masks[1]);
  });
});

describe('label noise and measures', () => {
  it('spoils the labels that are trained on, not those that are tested', async () => {
    const { run } = await runner();
    const labelNoise = { kind: 'uniform', fraction: 1 };
    const noisy = run({ labelNoise, duration: '200it', evaluateEvery: '200it' });
    const clean = run({ duration: '200it', evaluateEvery: '200it' });
    const [a, b] = [noisy, clean].map(({ rows }) => Number(rows.at(-1)!.testAccuracy));
    assert.ok(a < 0.3 && b > 0.6, `${a} ${b}`);
    assert.equal(clean.rows[0].validationLoss, null);
  });

  it('measures how far the net came from its first weights, pruned ones counted in full', async () => {
    const { run } = await runner();
    const { rows, kept } = run({ rounds: [0, 2], measures: ['learningDistance'] });
    const first = glorotNormal(lenet300100([1, 14, 14]), stream(5, 'init'));
    let sum = 0;
    for (const [name, values] of Object.entries(first)) {
      const ended = kept[`final/${name}`] as Float32Array;
      for (let i = 0; i < values.length; i++) sum += (values[i] - ended[i]) ** 2;
    }
    assert.ok(Math.abs(Number(rows.at(-1)!.learningDistance) / Math.sqrt(sum) - 1) < 1e-5);
    assert.throws(() => idOf({ measures: ['distance'] }), /no measure 'distance'/);
  });

  it('measures how sharp the minimum is, and leaves the net as it is', async () => {
    const { run } = await runner();
    const measured = run({ rounds: [0, 2], measures: ['sharpness'] });
    const plain = run({ rounds: [0, 2] });
    assert.ok(Number(measured.rows.at(-1)!.sharpness) > 0);
    assert.deepEqual(final(measured.kept), final(plain.kept));
  });
});
