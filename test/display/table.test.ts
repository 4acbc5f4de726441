import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.js';
import { showTable } from '../../src/display/table.js';
import { textWriter } from '../support/text-writer.js';

function shown(...[rows, columns]: Parameters<typeof showTable>): string {
  const writer = textWriter();
  showTable(rows, columns, { writer });
  return writer.text();
}

describe('showTable outside a notebook', () => {
  const rows = [
    { arm: 'dense', accuracy: 0.123456789, seeds: 6 },
    { arm: 'ticket', accuracy: 1e-9, note: null },
  ];

  it('aligns numbers at the right, and takes every column there is', () => {
    assert.equal(
      shown(rows),
      'arm     accuracy  seeds  note\n' + 'dense     0.1235      6\n' + 'ticket      1e-9\n',
    );
  });

  it('takes the columns asked for, with their titles and formats', () => {
    const percent = (value: unknown): string => `${(100 * Number(value)).toFixed(1)} %`;
    assert.equal(
      shown(rows, [{ key: 'accuracy', title: 'test', format: percent }, 'arm']),
      '  test  arm\n12.3 %  dense\n 0.0 %  ticket\n',
    );
  });

  it('keeps large whole numbers, and shows what is no number', () => {
    const odd = [{ a: 1234567, b: NaN, c: true }];
    assert.equal(shown(odd), '      a    b  c\n1234567  NaN  true\n');
  });

  it('shows the heading of a table without rows', () => {
    assert.equal(shown([], ['a', 'b']), 'a  b\n');
  });

  it('offers the near name for a column that no row has', () => {
    assert.throws(
      () => shown(rows, ['acuracy']),
      (error: Error) =>
        error instanceof UserError && error.message.includes("Did you mean 'accuracy'"),
    );
  });
});
