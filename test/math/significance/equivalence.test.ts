import assert from 'node:assert/strict';
import { nonInferiorityP, tost } from '../../../src/math/significance/equivalence.js';
import { assertClose } from '../../support/close.js';

const sample = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35];

describe('equivalence', () => {
  it('is two one-sided t tests, as scipy.stats.ttest_1samp computes them', () => {
    const { p, pLower, pUpper, interval90 } = tost(sample, 0.5);
    assertClose(pLower, 7.938229555170917e-6);
    assertClose(pUpper, 0.026095666844993575);
    assert.equal(p, pUpper);
    assertClose(interval90[0], 0.16945289506429667);
    assertClose(interval90[1], 0.4655471049357033);
  });

  it('has p < 0.05 exactly when the 90 % interval lies within the margin', () => {
    assert.ok(tost(sample, 0.4656).p < 0.05);
    assert.ok(tost(sample, 0.4655).p > 0.05);
  });

  it('tests one side alone for non-inferiority', () => {
    assertClose(nonInferiorityP(sample, 0.5), 7.938229555170917e-6);
    assertClose(nonInferiorityP(sample, 0), 0.0047908521604864305 / 2);
    assert.ok(nonInferiorityP([-1, -2, -1.5], 0.5) > 0.95);
  });

  it('copes with differences that are all the same', () => {
    assert.equal(tost([0, 0, 0], 0.1).p, 0);
    assert.equal(tost([0.3, 0.3, 0.3], 0.1).p, 1);
  });

  it('refuses bad input', () => {
    assert.throws(() => tost(sample, 0), /margin must be positive and finite, but got 0/);
    assert.throws(() => tost([1], 0.5), /at least 2 values/);
    assert.throws(() => nonInferiorityP(sample, -1), /not negative, but got -1/);
  });
});
