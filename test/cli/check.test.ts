import assert from 'node:assert/strict';
import { compare } from '../../src/cli/check.js';
import { openStore } from '../../src/experiment/store/store.js';
import type { PresetRecord } from '../../src/replication/records.js';
import { checkClaims } from '../../src/replication/judging/check-claims.js';
import type { Replication, Verdict } from '../../src/replication/replication.js';
import { fake, spec } from '../experiment/fake.js';
import { newFolder } from '../support/temporary-folder.js';
import { fakeReplication, fakeRows } from '../support/fake-replication.js';

/** The fake replication, its rows published as those of one run. */
function setUp() {
  const store = openStore(newFolder());
  const rows = fakeRows();
  const provenance = { engine: { name: 'none' } } as never;
  store.publish(fake, { value: 1 }, { rows, tensors: null, provenance });
  const course = {
    ...fakeReplication.presets.course,
    runs: [{ ...spec({ value: 1 }), labels: {} }],
  };
  const replication: Replication = {
    ...fakeReplication,
    presets: { ...fakeReplication.presets, course },
  };
  const verdicts = Object.fromEntries(
    checkClaims(replication.claims, rows).map((verdict, i) => [replication.claims[i].id, verdict]),
  );
  const record = (changed: Record<string, Verdict>): { course: PresetRecord } => ({
    course: { commit: null, engine: {}, runs: 1, seeds: 10, verdicts: changed },
  });
  return { store, replication, verdicts, record };
}

describe('check', () => {
  it('finds nothing when the outcomes are the recorded ones', () => {
    const { store, replication, verdicts, record } = setUp();
    const lines = compare(replication, 'course', record(verdicts), store);
    assert.ok(lines.every(({ ok }) => ok));
    assert.equal(lines.length, 1 + replication.claims.length);
  });

  it('reports every change of outcome, either way, and claims that came or went', () => {
    const { store, replication, verdicts, record } = setUp();
    const [first, second, ...rest] = Object.entries(verdicts);
    const changed = Object.fromEntries([
      [first[0], { ...first[1], outcome: 'inconclusive' as const }],
      ['gone', second[1]],
      ...rest,
    ]);
    const bad = compare(replication, 'course', record(changed), store).filter(({ ok }) => !ok);
    assert.deepEqual(
      bad.map(({ line }) => line),
      [
        `  CHANGED  ${first[0]}: recorded inconclusive, now ${first[1].outcome}`,
        `  CHANGED  ${second[0]}: recorded nothing, now ${second[1].outcome}`,
        '  CHANGED  gone: recorded, but no claim has this id',
      ],
    );
  });

  it('is an error when something is recorded but nothing is at hand to check it with', () => {
    const { replication, verdicts, record } = setUp();
    const unknown = { ...replication, paper: { ...replication.paper, key: 'no-such-paper' } };
    const [{ ok, line }] = compare(unknown, 'course', record(verdicts), openStore(newFolder()));
    assert.equal(ok, false);
    assert.match(line, /no rows are at hand; run it: prunelab run no-such-paper --preset course/);
  });

  it('has nothing to say where nothing is recorded', () => {
    const { store, replication } = setUp();
    assert.deepEqual(compare(replication, 'course', {}, store), [
      { ok: true, line: `${replication.paper.key} course: nothing recorded` },
    ]);
  });
});
