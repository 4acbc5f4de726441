import assert from 'node:assert/strict';
import {
  classMaps,
  errorGap,
  errorsBySize,
  lossGap,
  otherCorrelation,
  ownCorrelation,
  pixelsOfMaps,
  sparsityLabel,
  trained,
} from '../../../replications/lee2019snip/measures.js';
import { classRows, mapRows, netRows } from '../../support/snip-rows.js';

describe('SNIP measures', () => {
  it('takes the end of every training, in percent', () => {
    const ends = netRows({ study: 'plain', arm: 'SNIP', kept: 0.1, error: 3, spread: 0 });
    const before = { ...ends[0], trainAccuracy: null, testAccuracy: 0.1 };
    const nets = trained(
      [before, ...ends, ...netRows({ study: 'batch', arm: 'SNIP', kept: 0.1 })],
      'plain',
    );
    assert.equal(nets.length, 10);
    const { error, ...rest } = nets[0];
    assert.ok(Math.abs(error - 3) < 1e-9);
    assert.deepEqual(rest, {
      arm: 'SNIP',
      seed: 1,
      kept: 0.1,
      trainLoss: 0,
      trainAccuracy: 100,
      examples: null,
      labels: null,
    });
  });

  it('pairs errors and training losses by seed', () => {
    const nets = trained(
      [
        ...netRows({ study: 'plain', arm: 'dense', kept: 1, error: 2, trainLoss: 0.5 }),
        ...netRows({ study: 'plain', arm: 'SNIP', kept: 0.1, error: 3, trainLoss: 0.75 }),
        ...netRows({ study: 'plain', arm: 'SNIP', kept: 0.02, error: 9, trainLoss: 9 }),
      ],
      'plain',
    );
    const [dense, snip] = [
      { arm: 'dense', kept: 1 },
      { arm: 'SNIP', kept: 0.1 },
    ];
    const near = (actual: readonly number[], value: number) =>
      assert.ok(actual.length === 10 && actual.every((each) => Math.abs(each - value) < 1e-9));
    near(errorGap(nets, dense, snip), -1);
    near(errorGap(nets, snip, dense), 1);
    near(lossGap(nets, snip, dense), 0.25);
  });

  it('lines errors up by the size of the scoring batch', () => {
    const rows = [1000, 1, 10].flatMap((examples) =>
      netRows({
        study: 'batch',
        arm: 'SNIP',
        kept: 0.1,
        examples,
        error: 1000 / examples / 100,
        spread: 0,
      }),
    );
    const nets = trained(rows, 'batch');
    assert.deepEqual(errorsBySize(nets, 0.1, 1).sizes, [1, 10, 1000]);
    const { sizes, bySeed } = errorsBySize(nets, 0.1, 10);
    assert.deepEqual([sizes, bySeed.length], [[10, 1000], 10]);
    assert.ok(Math.abs(bySeed[9][0] - 1) < 1e-9 && Math.abs(bySeed[9][1] - 0.01) < 1e-9);
  });

  it('puts the correlations of a seed in a square, scored digits down and mean pictures across', () => {
    const rows = classRows(100, { own: 0.9, other: 0.3, spread: 0 });
    const shuffled = [...rows].sort((a, b) => Number(b.class) - Number(a.class));
    const [{ seed, correlations }] = classMaps([...shuffled, ...mapRows(100)], 100);
    assert.deepEqual([seed, correlations.length, correlations[3][3]], [1, 10, 0.9]);
    assert.deepEqual(correlations[2].slice(0, 4), [0.3, 0.3, 0.9, 0.3]);
    assert.ok(Math.abs(ownCorrelation(correlations) - 0.9) < 1e-9);
    assert.ok(Math.abs(otherCorrelation(correlations) - 0.3) < 1e-9);
    assert.deepEqual(classMaps(rows, 1), []);
  });

  it('reads maps digit by digit and line by line', () => {
    const rows = [...mapRows(1), ...mapRows(100), ...classRows(1, { own: 1, other: 0 })];
    const pixels = pixelsOfMaps(rows, 1);
    assert.equal(pixels.length, 40);
    assert.deepEqual(
      pixels.slice(4, 8).map(({ kept }) => kept),
      [10, 11, 12, 13],
    );
  });

  it('says how much was pruned', () => {
    assert.deepEqual([0.1, 0.05, 0.02, 0.01].map(sparsityLabel), ['90 %', '95 %', '98 %', '99 %']);
  });
});
