import assert from 'node:assert/strict';
import { pageTrend } from '../../../src/math/significance/page.js';
import { assertClose } from '../../support/close.js';

const six = [
  [98.06, 98.28, 98.36, 98.44, 98.6],
  [98.1, 98.2, 98.5, 98.4, 98.7],
  [97.9, 98.3, 98.2, 98.5, 98.55],
  [98.0, 97.8, 98.4, 98.3, 98.35],
  [98.2, 98.25, 98.1, 98.6, 98.5],
  [98.05, 98.15, 98.3, 98.2, 98.65],
];

describe("Page's test", () => {
  it('agrees with scipy.stats.page_trend_test(method="exact")', () => {
    const rise = pageTrend(six);
    assert.equal(rise.l, 319);
    assert.equal(rise.expected, 270);
    assertClose(rise.pRise, 2.8891655146176275e-6, 1e-10);
    assertClose(rise.p, 2 * 2.8891655146176275e-6, 1e-10);
    const three = pageTrend([
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
    ]);
    assert.equal(three.l, 40);
    assertClose(three.pRise, 0.08796296296296297, 1e-12); // 19 of 216
    const seven = pageTrend([
      [3, 1, 4, 6, 5, 9, 2.5],
      [2, 7, 1, 8, 2.8, 18, 2.9],
      [1, 4, 1.5, 4.2, 2.1, 3, 5],
    ]);
    assert.equal(seven.l, 375);
    assertClose(seven.pRise, 0.024917506016681367, 1e-10);
  });

  it('sees a fall as the mirror of a rise', () => {
    const fall = pageTrend(six.map((row) => row.toReversed()));
    assert.equal(fall.l, 221);
    assertClose(fall.pRise, 0.9999985788691433, 1e-12);
    assertClose(fall.p, 2 * 2.8891655146176275e-6, 1e-10);
  });

  it('counts rows with ties as they are: all 216 orders listed one by one in Python', () => {
    const { l, pRise, p } = pageTrend([
      [1, 1, 2],
      [1, 2, 2],
      [3, 1, 3],
    ]);
    assert.equal(l, 39);
    assertClose(pRise, 32 / 216, 1e-12);
    assertClose(p, 64 / 216, 1e-12);
  });

  it('finds nothing in rows that are the same everywhere', () => {
    const { l, expected, p } = pageTrend([
      [5, 5, 5],
      [1, 1, 1],
    ]);
    assert.deepEqual([l, expected, p], [24, 24, 1]);
  });

  it('refuses bad input', () => {
    assert.throws(() => pageTrend([]), /no rows/);
    assert.throws(() => pageTrend([[1]]), /2 to 10 conditions, but the rows have 1/);
    assert.throws(() => pageTrend([[1, 2], [1]]), /row 2 has 1/);
    assert.throws(() => pageTrend([[1, Number.NaN]]), /Value 2 of 2 is NaN/);
  });
});
