import assert from 'node:assert/strict';
import type { Cell, CodeCell, Notebook } from '../../../../src/kernel/notebook/notebook.js';
import type { Script, ScriptCell } from '../../../../src/kernel/notebook/pair/script.js';
import { agrees, updateNotebook } from '../../../../src/kernel/notebook/pair/update-notebook.js';

const ran = (id: string, source: string): CodeCell => ({
  cell_type: 'code',
  id,
  source,
  metadata: { tags: ['t'], execution: { at: 'noon' } },
  outputs: [{ output_type: 'stream', name: 'stdout', text: `${source}\n` }],
  execution_count: 3,
  unknown: 'kept',
});

const picture: Cell = {
  cell_type: 'markdown',
  id: 'm',
  source: '![](attachment:a.png)',
  metadata: {},
  attachments: { 'a.png': { 'image/png': 'aGk=' } },
};

const notebook = (...cells: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'k' }, language_info: { name: 'typescript', version: '6' } },
  cells,
});

const cell = (source: string, id?: string): ScriptCell => ({
  cell_type: 'code',
  id,
  source,
  metadata: { tags: ['t'] },
});

const script = (...cells: ScriptCell[]): Script => ({ metadata: undefined, cells });

describe('updating a notebook from a script', () => {
  it('leaves it alone when nothing has changed, with ids or without', () => {
    const before = notebook(ran('a', '1'), ran('b', '2'));
    assert.ok(agrees(script(cell('1', 'a'), cell('2', 'b')), before));
    assert.ok(agrees(script(cell('1'), cell('2')), before));
    assert.ok(!agrees(script(cell('2', 'b'), cell('1', 'a')), before));
    assert.ok(!agrees(script(cell('1')), before));
  });

  it('keeps what only the notebook knows, wherever the cell moves', () => {
    const markdown: ScriptCell = { ...cell(picture.source, 'm'), cell_type: 'markdown' };
    const after = updateNotebook(
      script({ ...markdown, metadata: {} }, cell('1', 'a')),
      notebook(ran('a', '1'), picture),
    );
    assert.deepEqual(after.cells, [picture, ran('a', '1')]);
  });

  it('drops the outputs of a code cell that has changed, and nothing else', () => {
    const after = updateNotebook(script(cell('10', 'a')), notebook(ran('a', '1')));
    const expected = { ...ran('a', '10'), outputs: [], execution_count: null };
    assert.deepEqual(after.cells, [expected]);
  });

  it('keeps text that was edited together with its attachments', () => {
    const edited: ScriptCell = { ...cell('new', 'm'), cell_type: 'markdown', metadata: {} };
    const after = updateNotebook(script(edited), notebook(picture));
    assert.deepEqual(after.cells, [{ ...picture, source: 'new' }]);
  });

  it('gives new and copied cells ids of their own, the same ones every time', () => {
    const copied = script(cell('1', 'a'), cell('1', 'a'), cell('new'));
    const after = updateNotebook(copied, notebook(ran('a', '1')));
    const ids = after.cells.map(({ id }) => String(id));
    assert.equal(ids[0], 'a');
    assert.equal(new Set(ids).size, 3);
    assert.ok(ids.every((id) => /^[\w-]{1,64}$/.test(id)));
    assert.deepEqual(updateNotebook(copied, notebook(ran('a', '1'))), after);
  });

  it('leaves an old notebook without ids unless the script has some', () => {
    const bare: Record<string, unknown> = { ...ran('a', '1') };
    delete bare.id;
    const old = { ...notebook(bare as unknown as Cell), nbformat_minor: 4 };
    assert.ok(agrees(script(cell('1')), old));
    const named = updateNotebook(script(cell('1', 'x'), cell('2')), old);
    assert.equal(named.nbformat_minor, 5);
    assert.ok(named.cells.every(({ id }) => typeof id === 'string'));
  });

  it('takes the metadata of the notebook from the script, but for versions', () => {
    const metadata = { language_info: { name: 'typescript' }, course: 1 };
    const after = updateNotebook({ ...script(cell('1')), metadata }, notebook(ran('a', '1')));
    assert.deepEqual(after.metadata, {
      language_info: { name: 'typescript', version: '6' },
      course: 1,
    });
  });

  it('makes a notebook for our kernel of a script alone', () => {
    const { metadata, nbformat, nbformat_minor } = updateNotebook(script(cell('1')));
    assert.deepEqual([nbformat, nbformat_minor], [4, 5]);
    assert.equal((metadata.kernelspec as { name: string }).name, 'prunelab');
  });
});
