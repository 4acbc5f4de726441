import assert from 'node:assert/strict';
import {
  formatDuration,
  provenanceTable,
} from '../../../src/replication/report/report-provenance.js';
import { fakeProvenance } from '../../support/fake-replication.js';

describe('provenance', () => {
  it('shows what all runs share once, and counts what differs', () => {
    const late = { ...fakeProvenance, startedAt: '2025-02-01T00:00:00.000Z', dirty: true };
    const { markup } = provenanceTable([fakeProvenance, late, fakeProvenance]);
    const { commit } = fakeProvenance;
    assert.ok(markup.includes(`<div>${commit} (2 runs)</div>`));
    assert.ok(markup.includes(`<div>${commit} with uncommitted changes (1 run)</div>`));
    assert.ok(markup.includes('<div>prunelab 0.1.0, node 20.19.0, v8 11.3.244.8-node.26</div>'));
    assert.equal(markup.split('mnist').length - 1, 1);
    assert.ok(markup.includes('<div>37.5 s</div>'));
    assert.ok(markup.includes('2025-01-02T03:04:05.000Z (first), 2025-02-01T00:00:00.000Z (last)'));
  });

  it('says when there is none', () => {
    assert.match(provenanceTable([]).markup, /verdicts\.json/);
    const { markup } = provenanceTable([{ ...fakeProvenance, commit: null, dirty: null }]);
    assert.match(markup, /outside a repository/);
  });

  it('writes durations', () => {
    assert.equal(formatDuration(12.34), '12.3 s');
    assert.equal(formatDuration(250), '4 min 10 s');
    assert.equal(formatDuration(3599.6), '1 h 00 min');
    assert.equal(formatDuration(3900), '1 h 05 min');
  });
});
