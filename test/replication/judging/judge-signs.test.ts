import assert from 'node:assert/strict';
import { orderingBySigns } from '../../../src/replication/judging/judge-signs.js';
import { assertClose } from '../../support/close.js';

const all = (value: number, n = 8): number[] => new Array<number>(n).fill(value);

describe('ordering by signs', () => {
  it('supports differences that are all the same', () => {
    const verdict = orderingBySigns('SynFlow - SNIP', all(2.25), { minimumEffect: 0.5 });
    assert.equal(verdict.outcome, 'supported');
    assert.deepEqual([verdict.effect, verdict.interval, verdict.n], [2.25, [2.25, 2.25], 8]);
    assertClose(verdict.p!, 2 / 2 ** 8, 1e-12);
    assert.equal(
      verdict.detail,
      '8 of 8 differences are above zero, 0 below and 0 zero (exact sign test, p = 0.008), and ' +
        'the median, with 95 % interval [2.25, 2.25], is at least the 0.5 fixed in advance.',
    );
  });

  it('drops ties from the test, but not from the median', () => {
    const { outcome, p, interval } = orderingBySigns('a', [0, 1, 1, 1, 1, 1, 2, 2], {
      minimumEffect: 0,
    });
    assertClose(p!, 2 / 2 ** 7, 1e-12);
    assert.deepEqual(interval, [0, 2]);
    assert.equal(outcome, 'supported');
    const mostlyTied = orderingBySigns('a', [...all(0, 7), ...all(1, 6)], { minimumEffect: 0 });
    assert.ok(mostlyTied.p! < 0.05);
    assert.equal(mostlyTied.outcome, 'inconclusive');
    assert.match(mostlyTied.detail, /^6 of 13 .* 7 zero .* is not positive\.$/);
  });

  it('refutes the reverse, and what is too small', () => {
    const reversed = orderingBySigns('a', all(-0.25), { minimumEffect: 0.5 });
    assert.equal(reversed.outcome, 'refuted');
    assert.match(reversed.detail, /^0 of 8 .* 8 below .* the effect is reversed/);
    const small = orderingBySigns('a', all(0.25), { minimumEffect: 0.5 });
    assert.equal(small.outcome, 'refuted');
    assert.match(small.detail, /90 % interval \[0\.25, 0\.25\] lies within ±0\.5/);
    assert.equal(orderingBySigns('a', all(0), { minimumEffect: 0.5 }).outcome, 'refuted');
    assert.equal(orderingBySigns('a', all(0), { minimumEffect: 0 }).outcome, 'inconclusive');
  });

  it('does not let rounding take a step of the grid from the minimum', () => {
    assert.ok(4.1 - 4 < 0.1);
    const { outcome } = orderingBySigns('a', all(4.1 - 4), { minimumEffect: 0.1 });
    assert.equal(outcome, 'supported');
  });

  it('leaves open what the signs do not decide, and a median that may reach the minimum', () => {
    const open = orderingBySigns('a', [1, 1, 1, 1, 1, 1, 1, -1], { minimumEffect: 0.5 });
    assert.equal(open.outcome, 'inconclusive'); // p = 0.07
    assert.match(open.detail, /^7 of 8 .* 1 below .* neither the claim nor its opposite/);
    const below = orderingBySigns('a', [1, 1, 1, 1, 1, 3, 3, 3], { minimumEffect: 2 });
    assert.equal(below.outcome, 'inconclusive');
    assert.match(below.detail, /is below the 2 fixed in advance, though/);
  });

  it('never decides with fewer than six seeds', () => {
    const { outcome, interval } = orderingBySigns('a', all(3, 5), { minimumEffect: 1 });
    assert.equal(outcome, 'inconclusive');
    assert.deepEqual(interval, [-Infinity, Infinity]);
  });

  it('refuses bad input', () => {
    assert.throws(() => orderingBySigns('a', [], { minimumEffect: 0 }), /nothing to judge 'a' by/);
    assert.throws(() => orderingBySigns('a', [1], { minimumEffect: -1 }), /is -1/);
    assert.throws(() => orderingBySigns('a', [Infinity], { minimumEffect: 0 }), /is Infinity/);
  });
});
