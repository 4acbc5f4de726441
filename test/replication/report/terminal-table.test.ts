import assert from 'node:assert/strict';
import { checkClaims } from '../../../src/replication/judging/check-claims.js';
import { identity } from '../../../src/replication/judging/judge-identity.js';
import { terminalTable } from '../../../src/replication/report/terminal-table.js';
import { fakeReplication, fakeRows } from '../../support/fake-replication.js';

describe('terminal table', () => {
  const { claims } = fakeReplication;
  const verdicts = checkClaims(claims, fakeRows());

  it('has a line and a reason per claim, and a sum', () => {
    const lines = terminalTable(verdicts, claims).split('\n');
    assert.match(lines[0], /^claim +effect +95 % interval +n +p +Holm p +verdict$/);
    assert.match(
      lines[2],
      /^more-accurate +\+0\.\d\d pp +\[0\.\d\d, 0\.\d\d\] +10 +0\.002 +0\.008 +✓ supported$/,
    );
    assert.match(
      lines[3],
      /^ {2}Ticket - dense at 16\.9 %: The 95 % interval \[0\.\d\d, 0\.\d\d\] lies above zero/,
    );
    assert.equal(
      lines[lines.length - 1],
      'Of 5 claims, 3 are supported, 1 is refuted and 1 is inconclusive.',
    );
  });

  it('has a dash where nothing was left to chance', () => {
    const claim = { ...claims[0], id: 'conserved', kind: 'identity', unit: '' } as const;
    const exact = identity('flow in - flow out', [0, 3e-13], { tolerance: 1e-10 });
    const lines = terminalTable([exact], [claim]).split('\n');
    assert.match(lines[2], /^conserved +\+3e-13 +\[0, 3e-13\] +2 +– +– +✓ supported$/);
  });

  it('fits 100 columns, whatever the names', () => {
    const long = claims.map((claim) => ({
      ...claim,
      id: claim.id.repeat(5),
      unit: 'images per s',
    }));
    const wide = verdicts.map((v) => ({
      ...v,
      effect: -123456789,
      interval: [-1e9, 1e9] as const,
    }));
    for (const line of terminalTable(wide, long).split('\n')) {
      assert.ok(line.length <= 100, `${line.length} columns: ${line}`);
    }
  });

  it('puts the verdicts below one another', () => {
    const lines = terminalTable(verdicts, claims).split('\n');
    const columns = lines.filter((line) => /[✓✗○]/.test(line)).map((line) => line.search(/[✓✗○]/));
    assert.equal(columns.length, 5);
    assert.equal(new Set(columns).size, 1);
  });

  it('says every verdict to its end, however long a unit is', () => {
    const unit = 'lines of a net with itself, of all that were drawn';
    const wordy = verdicts.map((verdict) => ({ ...verdict, unit }));
    const lines = terminalTable(wordy, claims).split('\n');
    const told = lines.filter((line) => /[✓✗○]/.test(line));
    verdicts.forEach(({ outcome }, i) => assert.ok(told[i].endsWith(outcome), told[i]));
    assert.match(told[0], /…/);
  });
});
