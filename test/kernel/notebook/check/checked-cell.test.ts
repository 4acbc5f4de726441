import assert from 'node:assert/strict';
import { checkedCells, placeOf } from '../../../../src/kernel/notebook/check/checked-cell.js';
import type { Notebook } from '../../../../src/kernel/notebook/notebook.js';
import { codeNotebook } from '../../../support/code-notebook.js';

describe('the cells to check', () => {
  it('are those with code, but not those that are never run', () => {
    const { cells, ...rest } = codeNotebook('1', '  \n', ['2', { tags: ['skip-execution'] }], '3');
    const text = { cell_type: 'markdown', source: 'text', metadata: {} } as const;
    const notebook: Notebook = { ...rest, cells: [text, ...cells] };
    assert.deepEqual(
      checkedCells(notebook).map(({ number, cell }) => [number, cell.source]),
      [
        [2, '1'],
        [5, '3'],
      ],
    );
  });

  it('say where their code stands', () => {
    const [cell] = checkedCells(codeNotebook('a;\r\n\tb + c;\n'));
    assert.deepEqual(placeOf(cell, cell.file.statements[1]), {
      cell: 1,
      line: 2,
      column: 2,
      frame: '\tb + c;\n\t~~~~~~',
    });
  });
});
