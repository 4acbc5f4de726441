import assert from 'node:assert/strict';
import { registerDataset } from '../../../src/data/register.js';
import type { Config } from '../../../src/experiment/experiment.js';
import { completeConfig, runId } from '../../../src/experiment/run-id.js';
import { pruningRounds } from '../../../src/experiments/at-init/pruning-rounds.js';
import {
  type AtInitConfig,
  atInitDefaults,
  looksAtData,
  scoringCost,
  scoringExamples,
} from '../../../src/experiments/at-init/settings.js';
import { maskAtInit } from '../../../src/experiments/at-init/mask-at-init.js';
import { scorers } from '../../../src/pruning/scores/register.js';

const base: AtInitConfig = { ...atInitDefaults, dataset: 'glyphs-14' };
const idOf = (config: Config): string => runId(maskAtInit, { dataset: 'glyphs-14', ...config });
const plain = (config: object): Config => config as Config;

describe('settings at initialisation', () => {
  it('count the examples that a scorer sees', () => {
    const of = (config: Partial<AtInitConfig>): number => scoringExamples({ ...base, ...config });
    assert.equal(of({}), 1, 'SynFlow sees one input of ones');
    assert.equal(of({ scorer: 'snip' }), 100);
    assert.equal(of({ scorer: 'snip', scoringClass: 3 }), 10);
    assert.equal(of({ scorer: 'snip', scoringClass: 3, scoringSize: 7 }), 7);
    assert.equal(of({ scorer: 'grasp', scoringSize: 64 }), 64);
    assert.deepEqual(
      Object.keys(scorers).filter((scorer) => looksAtData({ scorer })),
      Object.keys(scorers).filter((scorer) => /^(snip|grasp)/.test(scorer)),
    );
  });

  it('know what scoring costs: 6 FLOP per weight and example, a Hessian four times that', () => {
    const snip = { ...base, model: 'mlp-10', scorer: 'snip' };
    // 196 * 10 + 10 * 10 weights, 100 examples
    assert.ok(Math.abs(scoringCost(snip) - (6 * 2060 * 100) / 1e9) < 1e-15);
    assert.equal(scoringCost({ ...snip, iterations: 5 }), 5 * scoringCost(snip));
    assert.equal(scoringCost({ ...snip, scorer: 'grasp' }), 4 * scoringCost(snip));
    assert.equal(scoringCost({ ...snip, scorer: 'magnitude' }), 0);
  });

  it('give equal work one name', () => {
    const snip = { scorer: 'snip' };
    for (const [what, a, b] of [
      ['rounds of magnitudes', { scorer: 'magnitude', iterations: 9 }, { scorer: 'magnitude' }],
      ['the schedule of one round', { schedule: 'linear' }, {}],
      [
        'rounds of smart ratios',
        { scope: 'smart-ratios', iterations: 9 },
        { scope: 'smart-ratios' },
      ],
      ['the deviation of other draws', { deviation: 3 }, {}],
      ['the scale of no biases', { biasScale: 3 }, {}],
      ['examples nobody looks at', { scoringPerClass: 3, scoringClass: 1 }, {}],
      [
        'examples of each class beside a size',
        { ...snip, scoringSize: 20, scoringPerClass: 3 },
        { ...snip, scoringSize: 20 },
      ],
    ] as const) {
      assert.equal(
        idOf(plain({ ...a, densities: [0.5] })),
        idOf(plain({ ...b, densities: [0.5] })),
        what,
      );
    }
  });

  it('give different work different names', () => {
    const snip = { scorer: 'snip' };
    const configs: object[] = [
      {},
      { seed: 1 },
      { iterations: 2 },
      { iterations: 2, schedule: 'linear' },
      { scope: 'layerwise' },
      { weights: 'normal' },
      { weights: 'normal', deviation: 2 },
      { biases: 'pytorch-default' },
      { biases: 'pytorch-default', biasScale: 2 },
      snip,
      { ...snip, scoringPerClass: 3 },
      { ...snip, scoringSize: 20 },
      { ...snip, scoringClass: 3 },
      { ...snip, scoringData: 'corrupted' },
    ];
    const ids = configs.map((config) => idOf(plain({ ...config, densities: [0.3] })));
    assert.equal(new Set(ids).size, configs.length);
  });

  it('keep the rounds of weights where every round is looked at', () => {
    const of = (config: Config): Config =>
      completeConfig(pruningRounds, { ...plain(base), ...config });
    assert.equal(of({ scorer: 'magnitude', iterations: 4 }).iterations, 4);
    assert.equal(of({ scope: 'smart-ratios', density: 0.3, iterations: 4 }).iterations, 1);
  });

  it('let one class have more examples than the average', () => {
    registerDataset(
      'lopsided',
      {
        description: 'ten of one class, two of the other',
        shape: [1, 2, 2],
        numClasses: 2,
        trainSize: 12,
        testSize: 2,
        load: () => {
          throw new Error('Nobody needs it.');
        },
      },
      { replace: true },
    );
    const config = { dataset: 'lopsided', model: 'mlp-3', scorer: 'snip', scoringPerClass: 9 };
    assert.throws(() => completeConfig(maskAtInit, config), /'scoringPerClass' must be less/);
    assert.doesNotThrow(() => completeConfig(maskAtInit, { ...config, scoringClass: 0 }));
  });

  for (const [what, config, message] of [
    ['an unknown data set', { dataset: 'glyph' }, /no data set 'glyph'\. Did you mean 'glyphs'/],
    ['an unknown model', { model: 'mlp' }, /no model 'mlp'/],
    ['pictures too small', { model: 'vgg-11-w8' }, /\[64, 1, 1\] is too small .* larger pictures/],
    ['a near scorer', { scorer: 'sinflow' }, /no scorer 'sinflow'\. Did you mean 'synflow'/],
    ['no scorer', { scorer: undefined }, /'scorer' must be text, .* "synflow", but is undefined/],
    ['a near draw', { weights: 'kaiming' }, /draw of weights 'kaiming'\. .* 'kaiming-normal'/],
    ['a draw of biases', { biases: 'none' }, /draw of biases 'none'\. Known: zero/],
    ['a near schedule', { schedule: 'liner' }, /no schedule 'liner'\. Did you mean 'linear'/],
    ['a near scope', { scope: 'globl' }, /no scope 'globl'\. Did you mean 'global'/],
    ['unknown scoring data', { scoringData: 'tru' }, /no scoring data 'tru'\. .* 'true'/],
    ['half a seed', { seed: 0.5 }, /'seed' must be a whole number, but is 0.5/],
    ['no deviation', { deviation: 0 }, /'deviation' must be above 0, but is 0/],
    ['an infinite scale', { biasScale: Infinity }, /'biasScale' must be a number, .* is Infinity/],
    ['no round', { iterations: 0 }, /'iterations' must be a positive whole number, but is 0/],
    ['half a round', { iterations: 1.5 }, /'iterations' must be a positive .*, but is 1.5/],
    ['no example', { scoringPerClass: 0 }, /'scoringPerClass' must be a positive whole number/],
    [
      'more examples than there are',
      { scorer: 'snip', scoringPerClass: 801 },
      /'scoringPerClass' must be less: 'glyphs-14' has 8000 training images in 10 classes, .* 801/,
    ],
    ['too large a batch', { scoringSize: 8001 }, /'scoringSize' must be .* up to 8000, .* 8001/],
    ['half a class', { scoringClass: 0.5 }, /'scoringClass' must be a class from 0 to 9, or -1/],
    ['an eleventh class', { scoringClass: 10 }, /'scoringClass' must be .*, but is 10/],
    ['a density of text', { densities: ['0.1'] }, /'densities\[0\]' must be above 0 .* but is 0.1/],
    ['a density of zero', { densities: [0.1, 0] }, /'densities\[1\]' must be above 0 .* is 0/],
    ['one density', { densities: 0.1 }, /'densities' must be a list, such as .* but is 0.1/],
    ['no densities', { densities: [] }, /'densities' must be a list of at least one density/],
    [
      'fewer weights than smart ratios need',
      { densities: [0.3, 0.001], scope: 'smart-ratios' },
      /Smart ratios of density 0.001 keep 61 weights/,
    ],
  ] as const) {
    it(`rejects ${what} before any work`, () => {
      assert.throws(() => idOf(config as unknown as Config), { name: 'UserError', message });
    });
  }
});
