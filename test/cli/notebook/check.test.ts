import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeNotebook } from '../../../src/kernel/notebook/write-notebook.js';
import { codeNotebook } from '../../support/code-notebook.js';
import { notebookCli } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('prunelab notebook check', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  const save = (...sources: string[]): string => {
    const path = join(folder(), 'a.ipynb');
    writeNotebook(path, codeNotebook(...sources));
    return path;
  };

  it('prints what it finds, counts it, and fails on errors', async () => {
    const path = save('const a: string = 1;');
    assert.deepEqual(await notebookCli('check', path), {
      code: 1,
      text: [
        `${path}, cell 1 (line 1:7): error TS2322: Type 'number' is not assignable to type 'string'.`,
        '    const a: string = 1;',
        '          ~',
        '1 notebook checked: 1 error',
      ].join('\n'),
    });
  });

  it('fails on warnings only with --strict', async () => {
    const path = save('process.exit()');
    const { code, text } = await notebookCli('check', path);
    assert.equal(code, 0);
    assert.match(text, /1 notebook checked: 1 warning$/);
    assert.equal((await notebookCli('check', '--strict', path)).code, 1);
  });

  it('speaks JSON', async () => {
    const path = save('process.exit()');
    const [finding] = JSON.parse((await notebookCli('check', '--json', path)).text) as unknown[];
    assert.equal((finding as { file: string; rule: string }).file, path);
    assert.equal((finding as { file: string; rule: string }).rule, 'process-exit');
  });
});
