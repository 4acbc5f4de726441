import assert from 'node:assert/strict';
import { identity } from '../../../src/replication/judging/judge-identity.js';

describe('identity', () => {
  it('holds when no error is beyond the tolerance, from a single case on', () => {
    const verdict = identity('flow in - flow out', [2e-16, -3e-13, 0], { tolerance: 1e-10 });
    assert.equal(verdict.outcome, 'supported');
    assert.equal(verdict.effect, -3e-13);
    assert.deepEqual(verdict.interval, [-3e-13, 2e-16]);
    assert.deepEqual([verdict.n, verdict.p, verdict.adjustedP], [3, null, null]);
    assert.equal(
      verdict.detail,
      'No error of 3 is beyond the tolerance of 1e-10 fixed in advance; the error farthest from ' +
        'zero is −3e-13 (case 2).',
    );
    const { adjustedP, detail, findings, ...finding } = verdict;
    assert.deepEqual(findings, [finding]);
    assert.ok(adjustedP === null && detail.length > 0);
    assert.equal(identity('a', [0], { tolerance: 0 }).outcome, 'supported');
  });

  it('falls with one counterexample, and names the worst', () => {
    const { outcome, detail, effect } = identity('a', [0, 0.02, -0.5], {
      tolerance: 0.01,
      cases: ['conv1', 'conv2', 'fc'],
    });
    assert.equal(outcome, 'refuted');
    assert.equal(effect, -0.5);
    assert.match(detail, /^2 of 3 errors are beyond .* 0\.01 fixed in advance; .* is −0\.5 \(fc\)/);
    const one = identity('a', [0, 0.02], { tolerance: 0.01, unit: 'nats' });
    assert.match(one.detail, /^1 of 2 errors is beyond the tolerance of 0\.01 nats/);
    assert.match(one.detail, /\+0\.02 nats \(case 2\)/);
  });

  it('takes an error of exactly the tolerance for within', () => {
    assert.equal(identity('a', [-0.01], { tolerance: 0.01 }).outcome, 'supported');
  });

  it('refuses bad input', () => {
    assert.throws(() => identity('a', [], { tolerance: 1 }), /no case to judge 'a' by/);
    assert.throws(() => identity('a', [1], { tolerance: -1 }), /tolerance of 'a' is -1/);
    assert.throws(
      () => identity('a', [0, Number.NaN], { tolerance: 1 }),
      /error of case 2 for 'a' is NaN/,
    );
    assert.throws(
      () => identity('a', [0, Infinity], { tolerance: 1, cases: ['fc1', 'fc2'] }),
      /error of fc2 for 'a' is Infinity/,
    );
    assert.throws(() => identity('a', [0], { tolerance: 1, cases: [] }), /names 0 cases/);
  });
});
