import assert from 'node:assert/strict';
import type { Row } from '../../../src/experiment/experiment.js';
import { checkClaims, holm } from '../../../src/replication/judging/check-claims.js';
import { identity } from '../../../src/replication/judging/judge-identity.js';
import { ordering } from '../../../src/replication/judging/judge.js';
import type { Claim } from '../../../src/replication/replication.js';

const clear = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35]; // p = 0.015625
const sixAlike = [1, 1.1, 1.2, 1.3, 1.4, 1.5]; // p = 0.03125
const verdict = (differences: readonly number[]) =>
  ordering('a', differences, { minimumEffect: 0.1, unit: 'pp' });

const claim = (id: string, column: string): Claim => ({
  id,
  statement: `${column} is positive.`,
  source: 'Figure 1',
  kind: 'ordering',
  paperValue: 'positive',
  minimumEffect: 0.1,
  unit: 'pp',
  check: (rows) =>
    ordering(
      column,
      rows.map((row) => Number(row[column])),
      { minimumEffect: 0.1, unit: 'pp' },
    ),
});

describe('checkClaims', () => {
  const rows: Row[] = clear.map((d, seed) => ({ seed, up: d, down: -d }));

  it('judges every claim in order and corrects for their number', () => {
    const verdicts = checkClaims([claim('rises', 'up'), claim('falls', 'down')], rows);
    assert.deepEqual(
      verdicts.map((v) => [v.label, v.outcome, v.p, v.adjustedP]),
      [
        ['up', 'supported', 0.015625, 0.03125],
        ['down', 'refuted', 0.015625, 0.03125],
      ],
    );
    assert.deepEqual(checkClaims([claim('rises', 'up'), claim('falls', 'down')], rows), verdicts);
  });

  it('refuses two claims of one name', () => {
    assert.throws(
      () => checkClaims([claim('rises', 'up'), claim('rises', 'down')], rows),
      /Two claims are called 'rises'/,
    );
  });
});

describe('holm', () => {
  it('demotes what is supported only without the correction, and says so', () => {
    const [first, second] = holm([verdict(sixAlike), verdict(sixAlike)]);
    assert.equal(first.outcome, 'inconclusive');
    assert.equal(first.p, 0.03125);
    assert.equal(first.adjustedP, 0.0625);
    assert.match(
      first.detail,
      / fixed in advance\. But with 2 claims tested, p = 0\.031 becomes 0\.063 \(Holm\), which/,
    );
    assert.equal(first.findings[0].outcome, 'supported');
    assert.equal(second.outcome, 'inconclusive');
  });

  it('keeps what survives it, and never demotes a refutation', () => {
    const refuted = verdict(sixAlike.map((d) => -d));
    const outcomes = holm([verdict(clear), refuted, refuted]).map((v) => v.outcome);
    assert.deepEqual(outcomes, ['supported', 'refuted', 'refuted']);
    assert.deepEqual(holm([verdict(sixAlike)]), [verdict(sixAlike)]);
    assert.deepEqual(holm([]), []);
  });

  it('neither counts nor changes what was not left to chance', () => {
    const exact = identity('a', [0], { tolerance: 0 });
    assert.deepEqual(holm([exact, verdict(sixAlike), exact]), [exact, verdict(sixAlike), exact]);
    const [, first, , second] = holm([exact, verdict(sixAlike), exact, verdict(clear)]);
    assert.deepEqual([first.adjustedP, second.adjustedP], [0.03125, 0.03125]);
    const demoted = holm([verdict(sixAlike), exact, verdict(sixAlike)]);
    assert.match(demoted[2].detail, /But with 2 claims tested, p = 0\.031 becomes 0\.063/);
  });
});
