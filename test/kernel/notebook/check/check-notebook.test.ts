import assert from 'node:assert/strict';
import { join } from 'node:path';
import { UserError } from '../../../../src/errors.js';
import { checkNotebook } from '../../../../src/kernel/notebook/check/check-notebook.js';
import type { Notebook } from '../../../../src/kernel/notebook/notebook.js';
import { writeNotebook } from '../../../../src/kernel/notebook/write-notebook.js';
import { codeNotebook } from '../../../support/code-notebook.js';
import { newFolder } from '../../../support/temporary-folder.js';

function save(notebook: Notebook): string {
  const path = join(newFolder(), 'a.ipynb');
  writeNotebook(path, notebook);
  return path;
}

describe('checking a notebook', function () {
  this.timeout(60_000);

  it('gathers what all rules find, in the order of the cells', () => {
    const path = save(
      codeNotebook(['const a = b;', { count: 3 }], 'const b: string = 1;\nprocess.exit();', [
        'const a = 2;',
        { count: 4 },
      ]),
    );
    assert.deepEqual(
      checkNotebook(path).map(({ cell, line, rule, level }) => `${cell}:${line} ${level} ${rule}`),
      [
        '1:1 warning hidden-state',
        '1:1 error use-before-definition',
        '2:1 warning hidden-state',
        '2:1 error type',
        '2:2 warning process-exit',
        '3:1 info redefinition',
      ],
    );
  });

  it('refuses other languages', () => {
    const python = { ...codeNotebook('1'), metadata: { language_info: { name: 'python' } } };
    assert.throws(
      () => checkNotebook(save(python)),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /written in python; expected a TypeScript notebook/);
        return true;
      },
    );
  });
});
