import assert from 'node:assert/strict';
import { UserError } from '../../../src/errors.js';
import { ordering, orderedTrend, trend } from '../../../src/replication/judging/judge.js';
import { assertClose } from '../../support/close.js';

const clear = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35]; // 95 % interval [0.133, 0.502]
const negated = clear.map((d) => -d);

describe('ordering', () => {
  it('supports a clear effect and reports what was measured', () => {
    const verdict = ordering('ticket - dense', clear, { minimumEffect: 0.1, unit: 'pp' });
    assert.equal(verdict.outcome, 'supported');
    assert.equal(verdict.label, 'ticket - dense');
    assert.equal(verdict.n, 8);
    assert.equal(verdict.p, 0.015625);
    assert.equal(verdict.adjustedP, 0.015625);
    assertClose(verdict.effect, 0.3175);
    assertClose(verdict.interval[0], 0.13272235405353655);
    assertClose(verdict.interval[1], 0.5022776459464635);
    assert.equal(
      verdict.detail,
      'The 95 % interval [0.13, 0.50] lies above zero and the mean is at least the 0.1 pp fixed ' +
        'in advance.',
    );
    const { adjustedP, detail, findings, ...finding } = verdict;
    assert.deepEqual(findings, [finding]);
    assert.ok(adjustedP > 0 && detail.length > 0);
  });

  it('asks for no more than the sign where no minimum was fixed', () => {
    const { outcome, detail } = ordering('a', clear, { minimumEffect: 0 });
    assert.equal(outcome, 'supported');
    assert.equal(detail, 'The 95 % interval [0.133, 0.502] lies above zero.');
  });

  it('refutes an effect the other way', () => {
    const { outcome, detail } = ordering('a', negated, { minimumEffect: 0.1, unit: 'pp' });
    assert.equal(outcome, 'refuted');
    assert.match(detail, /\[−0\.50, −0\.13\] lies below zero/);
  });

  it('refutes an effect that is shown to be too small, even if it is there', () => {
    const { outcome, detail } = ordering('a', clear, { minimumEffect: 0.5, unit: 'pp' });
    assert.equal(outcome, 'refuted');
    assert.match(detail, /90 % interval \[0\.17, 0\.47\] lies within ±0\.5 pp/);
  });

  it('refutes no difference at all only where a minimum was fixed', () => {
    const zeros = [0, 0, 0, 0, 0, 0];
    assert.equal(ordering('a', zeros, { minimumEffect: 0.1 }).outcome, 'refuted');
    assert.equal(ordering('a', zeros, { minimumEffect: 0 }).outcome, 'inconclusive');
  });

  it('leaves open an effect below the minimum that could yet reach it', () => {
    const { outcome, detail } = ordering('a', clear, { minimumEffect: 0.4, unit: 'pp' });
    assert.equal(outcome, 'inconclusive');
    assert.match(detail, /lies above zero, but the mean is below the 0\.4 pp/);
  });

  it('leaves open an interval with zero in it', () => {
    const { outcome, detail } = ordering('a', [1, -1, 2, -2, 1.5, -1], { minimumEffect: 0.1 });
    assert.equal(outcome, 'inconclusive');
    assert.match(detail, /contains zero/);
  });

  it('leaves open what only the t interval supports', () => {
    // By scipy: interval [0.097, 2.437]; of the 64 sign patterns 4 reach the observed sum.
    const { outcome, detail, p, interval } = ordering('a', [2.3, 2.1, 1.5, -0.8, 1, 1.5], {
      minimumEffect: 0.1,
    });
    assert.ok(interval[0] > 0);
    assert.equal(p, 0.0625);
    assert.equal(outcome, 'inconclusive');
    assert.match(detail, /sign-flip test, which assumes less, gives only p = 0\.063/);
  });

  it('never decides with fewer than six seeds', () => {
    for (const n of [1, 2, 5]) {
      const sure = Array.from({ length: n }, (_, i) => 5 + i / 100);
      for (const differences of [sure, sure.map((d) => -d)]) {
        const { outcome, detail } = ordering('a', differences, { minimumEffect: 0.1 });
        assert.equal(outcome, 'inconclusive');
        assert.match(detail, /too few to decide anything/);
      }
    }
    assert.equal(ordering('a', [5, 5, 5, 5, 5, 5], { minimumEffect: 0.1 }).outcome, 'supported');
  });

  it('judges differences that are all the same, without NaN and without minding rounding', () => {
    const all = (value: number): number[] => new Array<number>(8).fill(value);
    for (const value of [0.1, 4.1 - 4, 5, 1e-300]) {
      const { outcome, p, interval, effect } = ordering('a', all(value), {
        minimumEffect: Math.min(value, 0.1),
      });
      assert.equal(outcome, 'supported');
      assert.equal(p, 2 / 2 ** 8);
      for (const number of [effect, ...interval]) assertClose(number, value, 1e-9);
    }
    assert.equal(ordering('a', all(-0.1), { minimumEffect: 0.1 }).outcome, 'refuted');
    assert.equal(trend('a', all(0.1), { minimumEffect: 0.2 }).outcome, 'refuted');
  });

  it('knows no interval from one seed', () => {
    const { interval, detail } = ordering('a', [3], { minimumEffect: 0 });
    assert.deepEqual(interval, [-Infinity, Infinity]);
    assert.match(detail, /^1 seed is too few/);
  });

  it('refuses bad input', () => {
    assert.throws(
      () => ordering('ticket - dense', [], { minimumEffect: 0 }),
      /nothing to judge 'ticket - dense' by: no seed has both arms/,
    );
    assert.throws(
      () => ordering('a', [1, Number.NaN], { minimumEffect: 0 }),
      /Difference 2 of 2 for 'a' is NaN/,
    );
    assert.throws(() => ordering('a', clear, { minimumEffect: -1 }), UserError);
    assert.throws(() => ordering('a', clear, { minimumEffect: Number.NaN }), /is NaN/);
  });
});

describe('trend', () => {
  it('judges the slopes of the seeds as an ordering', () => {
    const slopes = [1.2, 0.9, 1.4, 1.1, 1, 1.3];
    const verdict = trend('gap per halving', slopes, { minimumEffect: 0.5, unit: 'pp' });
    assert.equal(verdict.outcome, 'supported');
    assert.match(verdict.detail, /the mean slope is at least the 0\.5 pp fixed in advance/);
    const falling = trend(
      'gap',
      slopes.map((s) => -s),
      { minimumEffect: 0.5 },
    );
    assert.equal(falling.outcome, 'refuted');
  });
});

describe('ordered trend', () => {
  // Slopes on 1, 2, 3: 1, 0.5 and so on: half the last minus the first.
  const rising = [
    [1, 2, 3],
    [1, 3, 2],
    [0, 1, 2],
    [5, 6, 8],
    [2, 3, 4],
    [1, 2, 4],
  ];

  it('supports what rises in every seed, by the mean slope and the test of Page', () => {
    const verdict = orderedTrend('accuracy', rising, { minimumEffect: 0.5, unit: 'pp' });
    assert.equal(verdict.outcome, 'supported');
    assertClose(verdict.effect, (1 + 0.5 + 1 + 1.5 + 1 + 1.5) / 6, 1e-12);
    assert.equal(verdict.n, 6);
    // L = 5 * 14 + 13. Of the 6^6 orders of all rows, 1 reaches 84 and 6 * 2 reach 83.
    assertClose(verdict.p!, (2 * 13) / 6 ** 6, 1e-9);
    assert.match(verdict.detail, /the mean slope is at least the 0\.5 pp fixed in advance/);
  });

  it('takes the slope on given positions', () => {
    const { effect } = orderedTrend('a', rising, { minimumEffect: 0, positions: [0, 1, 2] });
    assertClose(effect, 6.5 / 6, 1e-12);
    const steeper = orderedTrend('a', rising, { minimumEffect: 0, positions: [0, 0.5, 1] });
    assertClose(steeper.effect, 13 / 6, 1e-12);
  });

  it('refutes a fall, leaves constants open and never decides with five seeds', () => {
    const falling = rising.map((row) => row.toReversed());
    assert.equal(orderedTrend('a', falling, { minimumEffect: 0.1 }).outcome, 'refuted');
    const flat = rising.map(() => [4, 4, 4]);
    const verdict = orderedTrend('a', flat, { minimumEffect: 0 });
    assert.deepEqual([verdict.outcome, verdict.effect, verdict.p], ['inconclusive', 0, 1]);
    const few = orderedTrend('a', rising.slice(1), { minimumEffect: 0 });
    assert.equal(few.outcome, 'inconclusive');
  });

  it('gives no p for ranks that fall while slopes rise', () => {
    const jumping = rising.map((_, seed) => [3, 2, 1, 0, 90 + seed]);
    const { outcome, effect, p, detail } = orderedTrend('a', jumping, { minimumEffect: 0 });
    assert.ok(effect > 0);
    assert.deepEqual([outcome, p], ['inconclusive', 1]);
    assert.match(detail, /exact test of Page, which asks for the order alone, gives only p = 1/);
  });

  it('refuses bad input', () => {
    assert.throws(() => orderedTrend('a', [], { minimumEffect: 0 }), /no rows/);
    assert.throws(() => orderedTrend('a', [[1, 2], [1]], { minimumEffect: 0 }), /row 2 has 1/);
    assert.throws(
      () => orderedTrend('a', rising, { minimumEffect: 0, positions: [1, 3, 2] }),
      /positions of 'a' are 1, 3, 2, but .* rising order/,
    );
    assert.throws(
      () => orderedTrend('a', [[1, Number.NaN]], { minimumEffect: 0 }),
      /Difference 2 of 2 for 'a' is NaN/,
    );
  });
});
