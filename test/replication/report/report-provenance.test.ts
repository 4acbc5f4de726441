import assert from 'node:assert/strict';
import { provenanceTable } from '../../../src/replication/report/report-provenance.js';
import { fakeProvenance } from '../../support/fake-replication.js';

describe('provenance', () => {
  it('shows what all runs share once, and counts what differs', () => {
    const late = { ...fakeProvenance, startedAt: '2025-02-01T00:00:00.000Z', dirty: true };
    const { markup } = provenanceTable([fakeProvenance, late, fakeProvenance], undefined);
    const { commit } = fakeProvenance;
    assert.ok(markup.includes(`<div>${commit} (2 runs)</div>`));
    assert.ok(markup.includes(`<div>${commit} with uncommitted changes (1 run)</div>`));
    assert.ok(markup.includes('<div>prunelab 0.1.0, node 20.19.0, v8 11.3.244.8-node.26</div>'));
    assert.equal(markup.split('mnist').length - 1, 1);
    assert.ok(markup.includes('<div>38 s</div>'));
    assert.ok(markup.includes('2025-01-02T03:04:05.000Z (first), 2025-02-01T00:00:00.000Z (last)'));
  });

  it('falls back on the record when the rows are the recorded ones', () => {
    const engine = { name: 'wasm' };
    const record = { commit: 'c0ffee', engine, runs: 220, seeds: 10, verdicts: {} };
    const { markup } = provenanceTable([], record);
    assert.match(markup, /rows kept with the replication/);
    for (const value of ['c0ffee', 'name wasm', '220, 10 seeds']) {
      assert.ok(markup.includes(`<div>${value}</div>`), value);
    }
    assert.doesNotMatch(provenanceTable([], undefined).markup, /<table/);
  });

  it('says when there was no repository', () => {
    const { markup } = provenanceTable(
      [{ ...fakeProvenance, commit: null, dirty: null }],
      undefined,
    );
    assert.match(markup, /outside a repository/);
  });
});
