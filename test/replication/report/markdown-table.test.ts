import assert from 'node:assert/strict';
import { identity } from '../../../src/replication/judging/judge-identity.js';
import { ordering } from '../../../src/replication/judging/judge.js';
import { markdownTable } from '../../../src/replication/report/markdown-table.js';
import { fakeReplication } from '../../support/fake-replication.js';

describe('Markdown table', () => {
  it('has a line per recorded claim, with an interval over seeds or the errors of an identity', () => {
    const [first, second] = fakeReplication.claims;
    const claims = [
      { ...first, statement: 'A | B.' },
      { ...second, id: 'exact', statement: 'In is out.', unit: '' },
    ];
    const verdicts = {
      [first.id]: ordering('ticket', [1, 1, 1, 1, 1, 1], { minimumEffect: 0.1, unit: 'pp' }),
      exact: identity('in - out', [0, 3e-13], { tolerance: 1e-10 }),
    };
    const course = { commit: null, engine: {}, runs: 12, seeds: 6, verdicts };
    assert.deepEqual(markdownTable({ ...fakeReplication, claims }, { course }).split('\n'), [
      'Preset `course`: 12 runs, 6 seeds.',
      '',
      '| Claim | Paper | Here | Verdict |',
      '| --- | --- | --- | --- |',
      `| **more-accurate** A \\| B. | ${first.paperValue} | +1.00 pp, 95 % interval [1.00, 1.00], n = 6 (ticket) | supported |`,
      `| **exact** In is out. | ${second.paperValue} | +3e-13, errors within [0, 3e-13], n = 2 (in - out) | supported |`,
    ]);
  });
});
