import assert from 'node:assert/strict';
import { holmAdjust } from '../../../src/math/significance/holm.js';

const rounded = (ps: readonly number[]) => holmAdjust(ps).map((p) => Number(p.toFixed(12)));

describe("Holm's correction", () => {
  it('multiplies by what is left and never decreases', () => {
    // By hand: 0.005 * 4, 0.01 * 3, 0.03 * 2, then 0.04 * 1 raised to 0.06. R's p.adjust agrees.
    assert.deepEqual(rounded([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
  });

  it('stops at 1, treats ties alike and leaves a single p alone', () => {
    assert.deepEqual(rounded([0.6, 0.5]), [1, 1]);
    assert.deepEqual(rounded([0.02, 0.02, 0.02]), [0.06, 0.06, 0.06]);
    assert.deepEqual(holmAdjust([0.04]), [0.04]);
    assert.deepEqual(holmAdjust([]), []);
  });

  it('refuses what is no probability', () => {
    assert.throws(() => holmAdjust([0.5, Number.NaN]), /between 0 and 1, but got NaN/);
    assert.throws(() => holmAdjust([1.2]), /but got 1.2/);
  });
});
