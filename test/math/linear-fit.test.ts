import assert from 'node:assert/strict';
import { linearFit, logarithms } from '../../src/math/linear-fit.js';
import { assertClose } from '../support/close.js';

const x = [1, 2, 2, 3, 5, 8, 13];
const y = [2, 1, 4, 4, 3, 9, 7];

describe('linear fit', () => {
  it('agrees with scipy.stats.linregress and t.ppf', () => {
    const fit = linearFit(x, y);
    assertClose(fit.slope, 0.5077319587628866, 1e-13);
    assertClose(fit.intercept, 1.8195876288659796, 1e-13);
    assertClose(fit.standardError, 0.18441437557695672, 1e-13);
    assertClose(fit.r2, 0.6025493727487267, 1e-13);
    assertClose(fit.interval[0], 0.03367971467454839, 1e-9);
    assertClose(fit.interval[1], 0.9817842028512247, 1e-12);
    const wide = linearFit(x, y, { confidence: 0.9 });
    assertClose(wide.interval[1] - wide.slope, 0.3716038875255719, 1e-12);
  });

  it('finds the exponent of a power law, without doubt where there is none', () => {
    const sizes = [1, 10, 100, 1000];
    const fit = linearFit(logarithms(sizes), logarithms(sizes.map((size) => 3 / size)));
    assertClose(fit.slope, -1, 1e-14);
    assert.ok(fit.standardError < 1e-14);
    assertClose(fit.r2, 1, 1e-14);
    assert.deepEqual(linearFit([0, 1, 2], [4, 4, 4]), {
      slope: 0,
      intercept: 4,
      standardError: 0,
      interval: [0, 0],
      r2: 1,
    });
  });

  it('refuses bad input', () => {
    assert.throws(() => linearFit([1, 2], [1, 2]), /at least 3 values, but got 2/);
    assert.throws(() => linearFit([1, 2, 3], [1, 2]), /same length, but have 3 and 2/);
    assert.throws(() => linearFit([2, 2, 2], [1, 2, 3]), /All 3 values of x are 2/);
    assert.throws(() => logarithms([1, 0]), /Value 2 of 2 is 0, but only positive numbers/);
    assert.throws(() => logarithms([Number.NaN]), /is NaN/);
  });
});
