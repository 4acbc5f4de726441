import assert from 'node:assert/strict';
import { cellLine, lastLines, notebookLines } from '../../../src/cli/notebook/run-report.js';
import type { CellResult, NotebookResult } from '../../../src/kernel/index.js';
import { parseNotebook } from '../../../src/kernel/notebook/notebook.js';
import { notebookOf } from '../../support/notebooks.js';

const cell = (number: number, more: Partial<CellResult> = {}): CellResult => ({
  number,
  firstLine: 'f()',
  status: 'ok',
  skipped: undefined,
  message: undefined,
  seconds: 1.25,
  executionCount: 1,
  outputs: [],
  outputLost: false,
  ...more,
});
const slow = (number: number): CellResult => cell(number, { status: 'skipped', skipped: 'slow' });

const result = (more: Partial<NotebookResult> = {}): NotebookResult => ({
  path: 'a.ipynb',
  status: 'ok',
  message: undefined,
  seconds: 3.14,
  cells: [cell(1)],
  notebook: parseNotebook(notebookOf(['f()']), 'a.ipynb'),
  written: undefined,
  ...more,
});

describe('report of a notebook run', () => {
  it('says in one line that a notebook works, and where its copy is', () => {
    assert.deepEqual(notebookLines(result({ written: 'b.ipynb' })), [
      'ok     a.ipynb (1 cell, 3.1 s, written to b.ipynb)',
    ]);
  });

  it('says what went wrong, and what was skipped or lost', () => {
    const cells = [slow(1), slow(2), cell(4, { outputLost: true }), cell(5, { status: 'failed' })];
    const failed = result({ status: 'failed', message: 'a.ipynb, cell 5 (f()): it failed', cells });
    assert.deepEqual(notebookLines(failed), [
      'failed a.ipynb (2 cells, 3.1 s)',
      'a.ipynb, cell 5 (f()): it failed',
      '       cells 1, 2: skipped as slow (--slow runs them); cells after may miss their names',
      '       cell 4: the kernel lost part of the output',
    ]);
  });

  it('tells how a cell ended', () => {
    assert.equal(cellLine(cell(3), 'a.ipynb'), '  a.ipynb, cell 3: ok, 1.3 s (f())');
    assert.equal(cellLine(slow(3), 'a.ipynb'), '  a.ipynb, cell 3: skipped (f())');
  });

  it('sums up several notebooks, and what was stopped', () => {
    const ok = { results: [result()], notRun: [], exitCode: 0 } as const;
    assert.deepEqual(lastLines(ok), []);
    const results = [result(), result({ status: 'stopped' })];
    assert.deepEqual(lastLines({ results, notRun: ['c.ipynb'], exitCode: 130 }), [
      '3 notebooks: 1 ok, 1 stopped, 1 not run',
      'Stopped. No kernel is left, and no notebook is half written.',
    ]);
  });
});
