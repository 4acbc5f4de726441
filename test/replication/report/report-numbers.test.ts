import assert from 'node:assert/strict';
import type { NumbersTable } from '../../../src/replication/replication.js';
import { numbersTable } from '../../../src/replication/report/report-numbers.js';

const table: NumbersTable = {
  id: 'critical',
  title: 'How far it goes',
  caption: 'By `layer`.',
  source: 'Figure 1',
  columns: ['Method', 'Here', 'Paper'],
  lines: (rows) => [
    ['A & B', String(rows.length), '2.75'],
    ['C', '<3', ''],
  ],
};

describe('a table of numbers in a report', () => {
  const { markup } = numbersTable(table, [{ seed: 1 }, { seed: 2 }]);

  it('names its columns and lines for readers and screen readers', () => {
    assert.match(markup, /<th scope="col">Here<\/th>/);
    assert.match(markup, /<th scope="row">A &amp; B<\/th>\s*<td>2<\/td><td>2.75<\/td>/);
    assert.match(markup, /id="table-critical"/);
    assert.match(markup, /<code>layer<\/code>.*Repeats Figure 1\./s);
  });

  it('escapes what is in its cells', () => {
    assert.ok(markup.includes('<td>&lt;3</td><td></td>'));
  });
});
