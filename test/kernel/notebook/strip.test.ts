import assert from 'node:assert/strict';
import { parseNotebook, type Notebook } from '../../../src/kernel/notebook/notebook.js';
import { stripNotebook, stripText, withVolatile } from '../../../src/kernel/notebook/strip.js';
import { notebookText } from '../../../src/kernel/notebook/write-notebook.js';

const run: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: 'prunelab' },
    language_info: { name: 'typescript', version: '6.0.3' },
    widgets: { state: {} },
    course: 'pruning',
  },
  cells: [
    { cell_type: 'markdown', id: 'm', source: '# Title', metadata: { collapsed: true } },
    {
      cell_type: 'code',
      id: 'c',
      source: '1 + 1',
      metadata: {
        tags: ['slow'],
        execution: { 'iopub.status.busy': '2026-11-20T12:00:00Z' },
        scrolled: true,
        jupyter: { source_hidden: true },
      },
      outputs: [{ output_type: 'stream', name: 'stdout', text: '2\n' }],
      execution_count: 7,
      colour: 'blue',
    },
  ],
  extra: [1],
};

const stripped: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: 'prunelab' },
    language_info: { name: 'typescript' },
    course: 'pruning',
  },
  cells: [
    { cell_type: 'markdown', id: 'm', source: '# Title', metadata: {} },
    {
      cell_type: 'code',
      id: 'c',
      source: '1 + 1',
      metadata: { tags: ['slow'], jupyter: { source_hidden: true } },
      outputs: [],
      execution_count: null,
      colour: 'blue',
    },
  ],
  extra: [1],
};

describe('stripping', () => {
  it('takes away what running leaves and keeps everything else', () => {
    assert.deepEqual(stripNotebook(run), stripped);
  });

  it('changes nothing the second time, not even a layout of another program', () => {
    assert.deepEqual(stripNotebook(stripped), stripped);
    const compact = JSON.stringify(stripped);
    assert.equal(stripText(compact, 'a.ipynb'), compact);
  });

  it('writes what it strips as Jupyter would', () => {
    assert.equal(stripText(JSON.stringify(run), 'a.ipynb'), notebookText(stripped));
    assert.deepEqual(parseNotebook(stripText(notebookText(run), 'a.ipynb'), 'a.ipynb'), stripped);
  });

  it('can bring back what it took from the metadata of the notebook', () => {
    assert.deepEqual(withVolatile(stripped.metadata, run.metadata), run.metadata);
    assert.deepEqual(withVolatile(stripped.metadata, {}), stripped.metadata);
  });
});
