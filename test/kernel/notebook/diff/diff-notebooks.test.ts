import assert from 'node:assert/strict';
import { diffNotebooks } from '../../../../src/kernel/notebook/diff/diff-notebooks.js';
import type { Cell, Notebook } from '../../../../src/kernel/notebook/notebook.js';

const code = (id: string, source: string, more: Partial<Cell> = {}): Cell => ({
  cell_type: 'code',
  id,
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
  ...more,
});

const notebook = (...cells: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'tslab' } },
  cells,
});

/** The differences in short: kind, number before and after. */
const kinds = (a: Notebook, b: Notebook): string[] =>
  diffNotebooks(a, b).cells.map((cell) => `${cell.kind} ${cell.before ?? ''}>${cell.after ?? ''}`);

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => code(id, `const ${id} = 1;`));

describe('diffing notebooks', () => {
  it('finds nothing in a notebook that was only run again', () => {
    const again = code('a', a.source, {
      execution_count: 9,
      metadata: { execution: { at: 'noon' } },
    });
    const diff = diffNotebooks(notebook(a), notebook(again));
    assert.deepEqual(diff, { same: true, notes: [], cells: [] });
  });

  it('tells cells that were added, removed and moved apart', () => {
    assert.deepEqual(kinds(notebook(a, b), notebook(a, c, b)), ['added >2']);
    assert.deepEqual(kinds(notebook(a, b, c), notebook(a, c)), ['removed 2>']);
    assert.deepEqual(kinds(notebook(a, b, c, d), notebook(b, c, d, a)), ['moved 1>4']);
    assert.deepEqual(kinds(notebook(a, b), notebook()), ['removed 1>', 'removed 2>']);
  });

  it('does not call the cells after an added one moved', () => {
    assert.deepEqual(kinds(notebook(b, c), notebook(a, b, c)), ['added >1']);
  });

  it('shows what changed in a cell', () => {
    const before = code('a', 'let x = 1;\nx', { metadata: { tags: ['slow'], name: 'n' } });
    const after = code('a', 'let x = 2;\nx', {
      metadata: { tags: ['fast'] },
      outputs: [{ output_type: 'stream', name: 'stdout', text: '2\n' }],
    });
    const [{ kind, source, notes, outputs }] = diffNotebooks(
      notebook(before),
      notebook(after),
    ).cells;
    assert.equal(kind, 'changed');
    assert.deepEqual(source, ['-let x = 1;', '+let x = 2;', ' x']);
    assert.deepEqual(notes, ['metadata.tags: ["slow"] -> ["fast"]', 'metadata.name: removed "n"']);
    assert.deepEqual(outputs, [{ summary: 'added: stdout of 1 line', lines: ['+2'] }]);
  });

  it('says when a cell became another kind of cell', () => {
    const text: Cell = { cell_type: 'markdown', id: 'a', source: a.source, metadata: {} };
    const [{ notes }] = diffNotebooks(notebook(a), notebook(text)).cells;
    assert.deepEqual(notes, ['type: code -> markdown']);
  });

  it('tells moved cells that also changed', () => {
    const edited = code('a', 'const a = 2;');
    assert.deepEqual(kinds(notebook(a, b, c), notebook(b, c, edited)), ['moved and changed 1>3']);
  });

  it('compares the metadata of the notebooks value by value', () => {
    const other = { ...notebook(a), metadata: { kernelspec: { name: 'prunelab' }, course: 1 } };
    assert.deepEqual(diffNotebooks(notebook(a), other), {
      same: false,
      notes: ['metadata.kernelspec.name: "tslab" -> "prunelab"', 'metadata.course: added 1'],
      cells: [],
    });
  });
});
