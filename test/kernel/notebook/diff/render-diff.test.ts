import assert from 'node:assert/strict';
import type { NotebookDiff } from '../../../../src/kernel/notebook/diff/diff-notebooks.js';
import { renderDiff } from '../../../../src/kernel/notebook/diff/render-diff.js';

const diff: NotebookDiff = {
  same: false,
  notes: ['metadata.course: added 1'],
  cells: [
    {
      kind: 'moved and changed',
      before: 2,
      after: 4,
      cell: { cell_type: 'raw', id: 'x', source: '', metadata: {} },
      source: ['@@ -8,2 +8,2 @@', ' same', '-old', '+new'],
      notes: ['metadata.tags: added ["slow"]'],
      outputs: [{ summary: 'changed: stdout of 1 line', lines: ['-1', '+2'] }],
    },
  ],
};

describe('rendering a diff', () => {
  it('prints nothing for equal notebooks', () => {
    assert.deepEqual(renderDiff({ same: true, notes: [], cells: [] }, ['a', 'b']), []);
  });

  it('prints cells, and outputs in a line', () => {
    assert.deepEqual(renderDiff(diff, ['a.ipynb', 'b.ipynb']), [
      '--- a.ipynb',
      '+++ b.ipynb',
      '  metadata.course: added 1',
      '',
      'cell 2 -> 4 moved and changed (raw, id x)',
      '@@ -8,2 +8,2 @@',
      ' same',
      '-old',
      '+new',
      '  metadata.tags: added ["slow"]',
      '  output changed: stdout of 1 line',
    ]);
  });

  it('prints the text of outputs, and colours, when asked', () => {
    const lines = renderDiff(diff, ['a', 'b'], { outputs: true, color: true });
    assert.deepEqual(lines.slice(-3), [
      '  output changed: stdout of 1 line',
      '    \u001b[31m-1\u001b[0m',
      '    \u001b[32m+2\u001b[0m',
    ]);
    assert.ok(lines.includes('\u001b[36m@@ -8,2 +8,2 @@\u001b[0m'));
  });
});
