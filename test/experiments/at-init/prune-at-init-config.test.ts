import assert from 'node:assert/strict';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { pruneAtInit } from '../../../src/experiments/at-init/prune-at-init.js';

const base = { dataset: 'glyphs-14', model: 'mlp-20-20', trainSize: 300 };
const idOf = (config: object): string => runId(pruneAtInit, { ...base, ...config });
const costOf = (config: object): number =>
  pruneAtInit.cost(completeConfig(pruneAtInit, { ...base, ...config }));

describe('the config of prune-at-init', () => {
  it('gives equal work one name', () => {
    const dense = idOf({});
    for (const nothing of [
      { scorer: 'magnitude' },
      { scorer: 'snip', scoringSize: 30, scoringData: 'corrupted' },
      { iterations: 100, schedule: 'linear' },
      { scope: 'smart-ratios' },
      { control: 'shuffle' },
      { optimizer: 'adam', momentum: 0.5, nesterov: true },
    ]) {
      assert.equal(idOf(nothing), dense, JSON.stringify(nothing));
    }
  });

  it('gives different work different names', () => {
    const configs = [
      {},
      { density: 0.1 },
      { density: 0.1, scorer: 'snip' },
      { density: 0.1, scorer: 'snip', scoringSize: 30 },
      { density: 0.1, iterations: 100 },
      { density: 0.1, control: 'shuffle' },
      { density: 0.1, start: 'reinit' },
      { start: 'reinit' },
      { labels: 'random' },
      { optimizer: 'sgd' },
      { optimizer: 'sgd', momentum: 0.5 },
      { optimizer: 'sgd', nesterov: true },
      { course: { kind: 'cosine' } },
      { augment: { crop: 2 } },
      { engine: 'float64' },
    ];
    assert.equal(new Set(configs.map(idOf)).size, configs.length);
  });

  it('takes less work the sparser it gets, and more the more it scores', () => {
    assert.ok(costOf({ density: 0.3 }) < costOf({ density: 0.6 }));
    assert.ok(costOf({ density: 0.3, iterations: 9 }) > costOf({ density: 0.3 }));
    assert.equal(
      costOf({ scorer: 'grasp', iterations: 9 }),
      costOf({}),
      'a dense net scores nothing',
    );
  });

  for (const [what, config, message] of [
    ['an unknown setting', { densty: 0.1 }, /no setting of prune-at-init 'densty'\. .* 'density'/],
    ['a density of zero', { density: 0 }, /'density' must be above 0 and at most 1, but is 0/],
    ['a compression ratio', { density: 100 }, /'density' must be above 0 .*, but is 100/],
    ['a density of text', { density: '0.1' }, /'density' must be a number, .* but is "0.1"/],
    ['no number', { density: NaN }, /'density' must be a number, .* but is NaN/],
    ['other labels', { labels: 'ture' }, /no kind of labels 'ture'\. Did you mean 'true'/],
    ['another engine', { engine: 'wsam' }, /no engine 'wsam'\. Did you mean 'wasm'/],
    ['another control', { control: 'shufle' }, /no control 'shufle'\. Did you mean 'shuffle'/],
    ['another start', { start: 'reint' }, /no start 'reint'\. Did you mean 'reinit'/],
    ['another optimiser', { optimizer: 'adm' }, /no optimizer 'adm'\. Did you mean 'adam'/],
    ['no images', { trainSize: 0 }, /'trainSize' must be a whole number from 1 to 8000/],
    ['too many images', { trainSize: 8001 }, /'trainSize' .* the training images of 'glyphs-14'/],
    ['half a batch', { batchSize: 0.5 }, /'batchSize' must be a positive whole number/],
    ['no learning', { learningRate: 0 }, /'learningRate' must be above 0, but is 0/],
    ['negative decay', { weightDecay: -1 }, /'weightDecay' must be 0 or more, but is -1/],
    ['endless momentum', { momentum: 1 }, /'momentum' must be at least 0 and below 1/],
    ['a wrong course', { course: { kind: 'cosin' } }, /no course of the learning rate 'cosin'/],
    ['a wrong augmentation', { augment: { crops: 1 } }, /setting of 'augment' 'crops'/],
    ['no training', { duration: '0it' }, /'duration' must be at least '1it', but is 0it/],
    ['a bare number', { duration: '5' }, /'5' is not an amount of training/],
    ['no evaluation', { evaluateEvery: '0ep' }, /'evaluateEvery' must be at least '1it'/],
    [
      'smart ratios of too little',
      { scope: 'smart-ratios', density: 0.01 },
      /Smart ratios of density 0.01 keep 45 weights of mlp-20-20, .* too few are left/,
    ],
  ] as const) {
    it(`rejects ${what} before any work`, () => {
      assert.throws(() => idOf(config), { name: 'UserError', message });
    });
  }
});
