import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { readNotebook } from '../../../src/kernel/notebook/notebook.js';
import { writeNotebook } from '../../../src/kernel/notebook/write-notebook.js';
import { codeNotebook } from '../../support/code-notebook.js';
import { notebookCli } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('prunelab notebook pair', () => {
  const folder = temporaryFolder();

  it('writes the other file, and says when there is nothing to do', async () => {
    const [notebook, script] = [join(folder(), 'a.ipynb'), join(folder(), 'a.ts')];
    writeNotebook(notebook, codeNotebook('1', '2'));
    const { text } = await notebookCli('pair', notebook);
    assert.equal(text, `${script} written from ${notebook}`);
    const again = await notebookCli('pair', script);
    assert.equal(again.text, `${notebook} and ${script} agree`);
  });

  it('takes the newer with --sync, and checks with --check', async () => {
    const [notebook, script] = [join(folder(), 'a.ipynb'), join(folder(), 'a.ts')];
    writeNotebook(notebook, codeNotebook('1'));
    writeFileSync(script, '// %% id="cell-1"\n2\n');
    utimesSync(notebook, 1000, 1000);
    const disagree = `${notebook} and ${script} disagree`;
    assert.deepEqual(await notebookCli('pair', '--check', script), { code: 1, text: disagree });
    assert.equal(readNotebook(notebook).cells[0].source, '1', 'a check writes nothing');
    await notebookCli('pair', '--sync', notebook);
    assert.equal(readNotebook(notebook).cells[0].source, '2');
    assert.deepEqual(await notebookCli('pair', '--check', notebook), { code: 0, text: '' });
    assert.match(readFileSync(script, 'utf8'), /2/);
  });

  it('does not take --check together with what writes', async () => {
    await assert.rejects(notebookCli('pair', '--check', '--sync', 'a.ts'), UserError);
  });
});
