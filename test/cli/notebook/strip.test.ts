import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../../src/errors.js';
import { stripText } from '../../../src/kernel/notebook/strip.js';
import { notebookText } from '../../../src/kernel/notebook/write-notebook.js';
import { codeNotebook } from '../../support/code-notebook.js';
import { notebookCli } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const main = fileURLToPath(new URL('../../../replications/main.ts', import.meta.url));
const run = notebookText(codeNotebook(['1 + 1', { count: 1, printed: '2\n' }]));

describe('prunelab notebook strip', () => {
  const folder = temporaryFolder();

  it('strips files in place, and says which', async () => {
    const path = join(folder(), 'a.ipynb');
    writeFileSync(path, run);
    assert.deepEqual(await notebookCli('strip', path), { code: 0, text: `${path} stripped` });
    assert.equal(readFileSync(path, 'utf8'), stripText(run, 'a'));
    assert.deepEqual(await notebookCli('strip', path), { code: 0, text: '' });
  });

  it('only checks with --check', async () => {
    const [dirty, clean] = [join(folder(), 'a.ipynb'), join(folder(), 'b.ipynb')];
    writeFileSync(dirty, run);
    writeFileSync(clean, stripText(run, 'a'));
    assert.deepEqual(await notebookCli('strip', '--check', clean, dirty), {
      code: 1,
      text: `${dirty} is not stripped`,
    });
    assert.equal(readFileSync(dirty, 'utf8'), run);
    assert.equal((await notebookCli('strip', '--check', clean)).code, 0);
  });

  it('is a filter for git', function () {
    this.timeout(60_000);
    const args = ['--import', 'tsx', main, 'notebook', 'strip', '-'];
    const filter = (text: string): string =>
      execFileSync(process.execPath, args, { input: text, encoding: 'utf8' });
    assert.equal(filter(run), stripText(run, 'a'));
  });

  it('refuses what makes no sense', async () => {
    await assert.rejects(notebookCli('strip', '--stdout', 'a', 'b'), UserError);
    await assert.rejects(notebookCli('strip', join(folder(), 'none.ipynb')), UserError);
  });
});
