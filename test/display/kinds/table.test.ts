import assert from 'node:assert/strict';
import { table as arquero } from 'arquero';
import { tableBundle } from '../../../src/display/kinds/table.js';
import { UserError } from '../../../src/errors.js';

const text = (...given: Parameters<typeof tableBundle>): unknown =>
  tableBundle(...given)['text/plain'];

describe('table', () => {
  const rows = [
    { arm: 'dense', accuracy: 0.123456789, seeds: 6 },
    { arm: 'ticket', accuracy: 1e-9, note: null },
  ];

  it('aligns numbers at the right, and takes every column there is', () => {
    assert.equal(
      text(rows),
      'arm     accuracy  seeds  note\n' + 'dense     0.1235      6\n' + 'ticket      1e-9',
    );
  });

  it('takes the columns asked for, with their titles and formats', () => {
    const percent = (value: unknown): string => `${(100 * Number(value)).toFixed(1)} %`;
    assert.equal(
      text(rows, { columns: [{ key: 'accuracy', title: 'test', format: percent }, 'arm'] }),
      '  test  arm\n12.3 %  dense\n 0.0 %  ticket',
    );
  });

  it('keeps large whole numbers, and shows what is no number', () => {
    const odd = [{ a: 1234567, b: NaN, c: true, d: [1, 'x'], e: new Date(0) }];
    assert.equal(
      text(odd),
      '      a    b  c     d           e\n' +
        "1234567  NaN  true  [ 1, 'x' ]  1970-01-01T00:00:00.000Z",
    );
  });

  it('shows the heading of a table without rows', () => {
    assert.equal(text([], { columns: ['a', 'b'] }), 'a  b');
    assert.equal(text(arquero({ a: [], b: [] })), 'a  b');
  });

  it('shows the head of a long table, and says how long it is', () => {
    const long = Array.from({ length: 1234 }, (_, i) => ({ i }));
    assert.equal(text(long, { limit: 2 }), 'i\n0\n1\nThe first 2 of 1,234 rows.');
    assert.match(String(text(long)), /^19\nThe first 20 of 1,234 rows\.$/m);
  });

  it('takes only the rows that a table of arquero has left', () => {
    const filtered = arquero({ a: [1, 2, 3] }).filter((d: { a: number }) => d.a > 1);
    assert.equal(text(filtered), 'a\n2\n3');
  });

  it('escapes what stands in HTML', () => {
    const html = tableBundle([{ '<a>': '&' }])['text/html'];
    assert.equal(
      html,
      '<table><thead><tr><th scope="col" style="text-align:left">&lt;a&gt;</th></tr></thead>\n' +
        '<tbody>\n<tr><td style="text-align:left">&amp;</td></tr>\n</tbody></table>',
    );
  });

  it('offers the near name for a column that no row has', () => {
    assert.throws(
      () => text(rows, { columns: ['acuracy'] }),
      (error: Error) =>
        error instanceof UserError && error.message.includes("Did you mean 'accuracy'"),
    );
  });
});
