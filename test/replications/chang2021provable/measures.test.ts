import assert from 'node:assert/strict';
import {
  firstScale,
  fits,
  fitsAt,
  nearestSize,
  pairedByDraw,
  retrained,
  risk,
  sizesIn,
} from '../../../replications/chang2021provable/measures.js';
import type { Row } from '../../../src/index.js';

function row(seed: number, draw: number, size: number, criterion: string, value: number): Row {
  const labels = { study: 'sweep', problem: 'spiked', examples: 10, features: 40, kept: 4, seed };
  const again = criterion === 'dense' ? null : value + 1;
  return { ...labels, draw, size, criterion, risk: value, retrained: again };
}

const rows = [
  row(1, 0, 4, 'dense', 0.5),
  row(1, 1, 4, 'dense', 0.7),
  row(2, 0, 4, 'dense', 0.9),
  row(2, 0, 40, 'oracle', 0.6),
  row(1, 1, 40, 'oracle', 0.5),
  row(1, 0, 40, 'oracle', 0.1),
];

const near = (actual: readonly number[], expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12));
};

describe('measures of chang2021provable', () => {
  it('pair what was fitted to the same draw', () => {
    const all = fits(rows, 'sweep', 'spiked');
    const small = fitsAt(all, 4, 'dense');
    const pruned = fitsAt(all, 40, 'oracle');
    near(pairedByDraw(small, pruned, risk), [0.4, 0.2, 0.3]);
    near(pairedByDraw(pruned, pruned, retrained, risk), [1, 1, 1]);
    assert.ok(Number.isNaN(small[0].retrained));
    assert.deepEqual(fits(rows, 'sweep', 'isotropic'), []);
  });

  it('know sizes and scales', () => {
    const all = fits([...rows, { ...row(1, 0, 80, 'dense', 1), features: 80 }], 'sweep');
    assert.deepEqual(sizesIn(all), [4, 40, 80]);
    assert.deepEqual(sizesIn(firstScale(all)), [4, 40]);
    assert.equal(nearestSize(all, 1.1), 4);
    assert.equal(nearestSize(all, 5), 40);
  });
});
