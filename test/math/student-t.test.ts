import assert from 'node:assert/strict';
import {
  tCdf,
  tInterval,
  tQuantile,
  tStatistic,
  tTestP,
  tUpperTail,
} from '../../src/math/student-t.js';
import { assertClose } from '../support/close.js';

const sample = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35];

describe("Student's t", () => {
  it('has the distribution of scipy.stats.t.cdf', () => {
    const expected: [number, number, number][] = [
      [-40, 3, 1.7190340394579253e-5],
      [-2.5, 5, 0.02724504967118813],
      [-0.3, 1, 0.4072264209222577],
      [0.7, 2.5, 0.728297528405226],
      [1.96, 9, 0.9591777972697917],
      [2.571, 5, 0.9750126826580743],
      [4, 100, 0.9999392381778496],
      [12, 7, 0.9999968208448109],
      [3, 1e5, 0.9986497695579677],
    ];
    for (const [t, df, p] of expected) assertClose(tCdf(t, df), p, 1e-10);
  });

  it('keeps its digits in the tail, as scipy.stats.t.sf', () => {
    assertClose(tUpperTail(30, 12), 5.886590953509468e-13);
    assertClose(tUpperTail(8, 40), 3.952542055052269e-10);
    assert.equal(tUpperTail(Infinity, 3), 0);
    assert.equal(tUpperTail(-Infinity, 3), 1);
    assert.equal(tUpperTail(1e200, 3), 0);
  });

  it('has the quantiles of scipy.stats.t.ppf', () => {
    const expected: [number, number, number][] = [
      [0.975, 1, 12.706204736174694],
      [0.975, 5, 2.5705818356363146],
      [0.975, 7, 2.364624251592784],
      [0.95, 9, 1.833112932656237],
      [0.995, 19, 2.8609346064649794],
      [0.1, 3, -1.6377443536962089],
      [1e-8, 4, -131.59473694062356],
      [0.975, 1e5, 1.9599877075346095],
      [0.6, 0.5, 0.3979754267847907],
    ];
    for (const [p, df, t] of expected) assertClose(tQuantile(p, df), t);
    assert.equal(tQuantile(0.5, 4), 0);
  });

  it('tests and estimates a mean as scipy.stats.ttest_1samp does', () => {
    assertClose(tStatistic(sample), 4.063089969758749, 1e-13);
    assertClose(tTestP(sample), 0.0047908521604864305);
    const [low, high] = tInterval(sample);
    assertClose(low, 0.13272235405353655);
    assertClose(high, 0.5022776459464635);
    const [low90, high90] = tInterval(sample, 0.9);
    assertClose(low90, 0.16945289506429667);
    assertClose(high90, 0.4655471049357033);
  });

  it('copes with values that are all the same', () => {
    assert.deepEqual(tInterval([0.5, 0.5, 0.5]), [0.5, 0.5]);
    assert.equal(tTestP([0.5, 0.5, 0.5]), 0);
    assert.equal(tTestP([0, 0, 0]), 1);
  });

  it('refuses bad input', () => {
    assert.throws(() => tInterval([1]), /at least 2 values/);
    assert.throws(() => tTestP([1, Number.NaN]), /Value 2 of 2 is NaN/);
    assert.throws(() => tInterval([1, 2], 95), /between 0 and 1, for example 0.95, but got 95/);
    assert.throws(() => tQuantile(1, 3), /probability between 0 and 1/);
    assert.throws(() => tCdf(1, 0), /Degrees of freedom must be positive/);
  });
});
