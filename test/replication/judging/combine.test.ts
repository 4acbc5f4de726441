import assert from 'node:assert/strict';
import { allOf } from '../../../src/replication/judging/combine.js';
import { count } from '../../../src/replication/judging/judge-count.js';
import { identity } from '../../../src/replication/judging/judge-identity.js';
import { ordering } from '../../../src/replication/judging/judge.js';

const clear = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35];
const at = (label: string, differences: readonly number[]) =>
  ordering(label, differences, { minimumEffect: 0.1, unit: 'pp' });
const good = at('at 21 %', clear); // p = 4/256
const best = at(
  'at 7 %',
  clear.map((d) => Math.abs(d) + 1),
); // p = 2/256
const open = at('at 3 %', [1, -1, 2, -2, 1.5, -1]);
const wrong = at(
  'at 1 %',
  clear.map((d) => -d),
);

describe('allOf', () => {
  it('holds when every part holds, by the weakest', () => {
    const verdict = allOf([best, good]);
    assert.equal(verdict.outcome, 'supported');
    assert.equal(verdict.label, 'at 21 %');
    assert.equal(verdict.p, good.p);
    assert.ok(best.p! < good.p!);
    assert.equal(verdict.effect, good.effect);
    assert.deepEqual(verdict.interval, good.interval);
    assert.equal(
      verdict.detail,
      `All 2 parts of the claim hold. The weakest is at 21 %: ${good.detail}`,
    );
    assert.deepEqual(
      verdict.findings.map((f) => [f.label, f.outcome]),
      [
        ['at 7 %', 'supported'],
        ['at 21 %', 'supported'],
      ],
    );
  });

  it('stays open when a part does', () => {
    const verdict = allOf([best, open, good]);
    assert.equal(verdict.outcome, 'inconclusive');
    assert.equal(verdict.label, 'at 3 %');
    assert.match(verdict.detail, /^2 of the 3 parts of the claim hold\. What decides is at 3 %: /);
  });

  it('falls with a part that is refuted, and takes the largest p of all', () => {
    const verdict = allOf([open, wrong, good]);
    assert.equal(verdict.outcome, 'refuted');
    assert.equal(verdict.label, 'at 1 %');
    assert.equal(verdict.effect, wrong.effect);
    assert.equal(verdict.p, open.p);
    assert.match(verdict.detail, /^1 of the 3 parts of the claim holds\./);
  });

  it('leaves a single part as it is and takes combinations of combinations', () => {
    assert.deepEqual(allOf([good]), good);
    assert.equal(allOf([allOf([best, good]), open]).findings.length, 3);
    assert.throws(() => allOf([]), /no verdicts to combine/);
  });

  it('lets an identity decide when it fails, and the p to the others', () => {
    const exact = identity('exact', [0, 1e-16], { tolerance: 1e-10 });
    const broken = identity('broken', [0, 0.5], { tolerance: 1e-10 });
    const held = allOf([exact, good]);
    assert.deepEqual([held.outcome, held.label, held.p], ['supported', 'at 21 %', good.p]);
    const fallen = allOf([good, broken]);
    assert.deepEqual([fallen.outcome, fallen.label, fallen.p], ['refuted', 'broken', good.p]);
    const only = allOf([exact, broken]);
    assert.deepEqual([only.outcome, only.p, only.adjustedP], ['refuted', null, null]);
  });

  it('has the unit of the part that decides', () => {
    const some = count('seeds', 4, 9, { least: 50 });
    assert.equal(good.unit, 'pp');
    assert.equal(allOf([good, some]).unit, '% of seeds');
    assert.equal(allOf([good, best]).unit, 'pp');
  });
});
