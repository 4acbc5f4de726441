import assert from 'node:assert/strict';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { writeNotebook } from '../../../src/kernel/notebook/write-notebook.js';
import { codeNotebook } from '../../support/code-notebook.js';
import { notebookCli } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('prunelab notebook diff', () => {
  const folder = temporaryFolder();

  function setUp(): [string, string] {
    const [a, b] = [join(folder(), 'a.ipynb'), join(folder(), 'b.ipynb')];
    writeNotebook(a, codeNotebook(['1', { printed: 'one\n' }]));
    writeNotebook(b, codeNotebook(['2', { printed: 'two\n' }]));
    return [a, b];
  }

  it('prints differences, and exits with 1 if there are any', async () => {
    const [a, b] = setUp();
    assert.deepEqual(await notebookCli('diff', a, a), { code: 0, text: '' });
    const { code, text } = await notebookCli('diff', a, b, '--outputs');
    assert.equal(code, 1);
    assert.equal(
      text,
      [
        `--- ${a}`,
        `+++ ${b}`,
        '',
        'cell 1 changed (code, id cell-1)',
        '-1',
        '+2',
        '  output changed: stdout of 1 line',
        '    -one',
        '    +two',
      ].join('\n'),
    );
  });

  it('takes the arguments of git, also for files that are new or renamed', async () => {
    const [a, b] = setUp();
    const changed = await notebookCli('diff', 'x.ipynb', a, 'hash', '100644', b, 'hash', '100644');
    assert.equal(changed.code, 0, 'git takes any other for a crash');
    assert.match(changed.text, /^--- a\/x\.ipynb\n\+\+\+ b\/x\.ipynb\n/);
    const added = await notebookCli('diff', 'x.ipynb', '/dev/null', '.', '.', b, 'hash', '100644');
    assert.match(added.text, /^--- \/dev\/null\n\+\+\+ b\/x\.ipynb\n[^]*cell 1 added/);
    const sides = [a, 'hash', '100644', b, 'hash', '100644'];
    const renamed = await notebookCli('diff', 'x.ipynb', ...sides, 'y.ipynb', 'similar');
    assert.match(renamed.text, /^--- a\/x\.ipynb\n\+\+\+ b\/y\.ipynb\n/);
  });

  it('leaves outputs out with --no-outputs', async () => {
    const [a, b] = [join(folder(), 'a.ipynb'), join(folder(), 'b.ipynb')];
    writeNotebook(a, codeNotebook(['1', { printed: 'one\n' }]));
    writeNotebook(b, codeNotebook('1'));
    assert.deepEqual(await notebookCli('diff', '--no-outputs', a, b), { code: 0, text: '' });
    assert.equal((await notebookCli('diff', a, b)).code, 1);
  });

  it('wants two notebooks', async () => {
    await assert.rejects(notebookCli('diff', 'a.ipynb'), UserError);
  });
});
