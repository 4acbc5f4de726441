import assert from 'node:assert/strict';
import { brownForsythe, fUpperTail } from '../../../src/math/significance/brown-forsythe.js';
import { assertClose } from '../../support/close.js';

const narrow = [97.1, 97.3, 96.8, 97.5, 97.0, 97.2, 97.4, 96.9];
const wide = [95.0, 97.9, 93.2, 98.1, 96.4, 92.7, 97.0, 95.5];
const third = [90.1, 90.2, 90.0, 90.3, 91.0];

describe('Brown-Forsythe test', () => {
  it('agrees with scipy.stats.levene(center="median")', () => {
    const two = brownForsythe([narrow, wide]);
    assertClose(two.f, 14.330812854442364, 1e-10);
    assertClose(two.p, 0.0020070612737119187, 1e-10);
    assert.deepEqual(two.df, [1, 14]);
    const three = brownForsythe([narrow, wide, third]);
    assertClose(three.f, 10.615601841551305, 1e-10);
    assertClose(three.p, 0.0009010893288338753, 1e-10);
  });

  it('has the F distribution of scipy.stats.f.sf', () => {
    assertClose(fUpperTail(3.2, [2, 18]), 0.06470593376987126, 1e-11);
    assertClose(fUpperTail(0.4, [1, 14]), 0.5372823715424855, 1e-11);
    assertClose(fUpperTail(120, [3, 40]), 4.8892884124201696e-20, 1e-9);
    assert.equal(fUpperTail(Infinity, [1, 4]), 0);
    assert.equal(fUpperTail(0, [1, 4]), 1);
  });

  it('looks at spread alone, and copes with none', () => {
    const shifted = brownForsythe([narrow, wide.map((v) => v - 50)]);
    assertClose(shifted.p, 0.0020070612737119187, 1e-9);
    assert.equal(
      brownForsythe([
        [1, 1],
        [7, 7],
      ]).p,
      1,
    );
    assert.deepEqual(
      brownForsythe([
        [1, 1],
        [5, 7],
      ]),
      { f: Infinity, p: 0, df: [1, 2] },
    );
    // 0.3 - 0.2 and 0.2 - 0.1 differ by rounding, which is no spread
    assert.equal(
      brownForsythe([
        [0.1, 0.3],
        [0.7, 0.9],
      ]).p,
      1,
    );
  });

  it('refuses bad input', () => {
    assert.throws(() => brownForsythe([narrow]), /at least 2 groups, but got 1/);
    assert.throws(() => brownForsythe([narrow, [1]]), /at least 2 values, but got 1/);
    assert.throws(() => brownForsythe([narrow, [1, Infinity]]), /Value 2 of 2 is Infinity/);
  });
});
