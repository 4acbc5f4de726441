import assert from 'node:assert/strict';
import { tables } from '../../../replications/frankle2020linear/tables.js';
import { right, rowsOf } from './rows.js';

describe('tables of frankle2020linear', () => {
  it('list the lines and the cells of claim 4', () => {
    const rows = rowsOf(right);
    const [lines, cells] = tables.map((table) => table.lines(rows));
    assert.deepEqual(lines[0].slice(0, 3), ['LeNet, dense, k = 0', '9', '0.5 [0.4, 0.6]']);
    assert.deepEqual(lines[0].slice(4), ['50.0 [50.0, 50.0]', '25.0 [25.0, 25.0]']);
    assert.deepEqual(cells, [
      ['IMP, k = 0', '0', '0', '0', '9'],
      ['reinit, k = 0', '0', '0', '0', '9'],
      ['random, k = 0', '0', '0', '0', '9'],
      ['IMP, k = 100', '9', '0', '0', '0'],
      ['reinit, k = 100', '0', '0', '0', '9'],
      ['random, k = 100', '0', '0', '0', '9'],
    ]);
    for (const table of tables) {
      assert.ok(table.lines(rows).every((line) => line.length === table.columns.length));
    }
  });
});
