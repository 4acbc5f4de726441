import assert from 'node:assert/strict';
import { figures } from '../../../replications/lee2019snip/figures.js';
import type { Row } from '../../../src/index.js';
import { classRows, mapRows, netRows } from '../../support/snip-rows.js';
import { textsOf } from '../../support/vega.js';

const densities = [0.1, 0.05, 0.02, 0.01];

const rows: readonly Row[] = [
  ...['plain', 'convolutional'].flatMap((study) => [
    ...netRows({ study, arm: 'dense', kept: 1 }),
    ...densities.flatMap((kept) => [
      ...netRows({ study, arm: 'SNIP', kept }),
      ...netRows({ study, arm: 'random', kept, error: 20 }),
    ]),
  ]),
  ...[1, 10, 100].flatMap((examples) =>
    [0.1, 0.02].flatMap((kept) => netRows({ study: 'batch', arm: 'SNIP', kept, examples })),
  ),
  ...['draws-recurrent', 'draws-plain'].flatMap((study) =>
    ['normal, deviation 1', 'normal, deviation 0.1', 'variance scaling'].flatMap((arm) =>
      netRows({ study, arm, kept: 0.1 }),
    ),
  ),
  ...['true', 'random'].flatMap((labels) => [
    ...netRows({ study: 'fitting', arm: 'dense', kept: 1, labels, trainLoss: 1 }),
    ...netRows({ study: 'fitting', arm: 'SNIP', kept: 0.01, labels, trainLoss: 2 }),
  ]),
  ...[1, 100].flatMap((examples) => [
    ...classRows(examples, { own: 0.8, other: 0.4 }),
    ...mapRows(examples),
  ]),
];

/** What a reader must find in each figure. */
const words: Readonly<Record<string, readonly string[]>> = {
  'error-density': ['LeNet-300-100', 'LeNet-5-Caffe', 'dense', 'SNIP', 'random', 'the paper’s'],
  'error-seeds': ['90 %', '95 %', '98 %', '99 %', 'SNIP', 'random', 'dense'],
  'class-maps': ['scored on 0', 'scored on 9', 'Connections kept'],
  'class-maps-single': ['scored on 0', 'scored on 9', 'Connections kept'],
  'class-match': ['1', '100', 'the digit scored', 'other digits'],
  'batch-size': ['90 % pruned', '98 % pruned', 'the paper’s'],
  draws: [
    'GRU',
    'LeNet-300-100',
    'σ = 1',
    'σ = 0.1',
    'scaled',
    'paper, random normal',
    'paper, either draw',
  ],
  fitting: ['true labels', 'random labels', 'dense', 'SNIP', 'guessing'],
};

describe('SNIP figures', () => {
  it('says what is to be found in each', () => {
    assert.deepEqual(
      Object.keys(words),
      figures.map(({ id }) => id),
    );
  });

  for (const figure of figures) {
    it(`draws ${figure.id}`, async function () {
      this.timeout(20_000);
      const texts = await textsOf(figure.spec(rows));
      for (const word of words[figure.id])
        assert.ok(texts.includes(word), `${word} in ${texts.join()}`);
    });
  }
});
