import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { isCodeCell, readNotebook } from '../../../src/kernel/notebook/notebook.js';
import { runNotebooks } from '../../../src/kernel/headless/run-notebooks.js';
import { saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('runNotebooks', () => {
  const folder = temporaryFolder();
  const save = (name: string, ...cells: string[]): string =>
    saveNotebook(join(folder(), name), cells);

  it('runs all, tells which failed, and keeps copies of all', async () => {
    const paths = [save('bad.ipynb', 'nosuch'), save('good.ipynb', '6 * 7')];
    const outputFolder = join(folder(), 'out', 'nested');
    const ended: string[] = [];
    const { results, failed, exitCode } = await runNotebooks(paths, {
      jobs: 2,
      outputFolder,
      onNotebook: ({ path }) => ended.push(path),
    });
    assert.deepEqual(
      results.map(({ path, status }) => [path, status]),
      [
        [paths[0], 'failed'],
        [paths[1], 'ok'],
      ],
    );
    assert.deepEqual({ failed, exitCode }, { failed: 1, exitCode: 1 });
    assert.deepEqual(ended.sort(), paths);
    const [cell] = readNotebook(join(outputFolder, 'good.ipynb')).cells;
    assert.ok(isCodeCell(cell));
    assert.deepEqual(cell.outputs, [{ output_type: 'stream', name: 'stdout', text: '42\n' }]);
    assert.ok(existsSync(join(outputFolder, 'bad.ipynb')));
  });

  it('succeeds with nothing to do', async () => {
    assert.deepEqual(await runNotebooks([]), { results: [], failed: 0, exitCode: 0 });
  });

  it('refuses bad input before any kernel starts', async () => {
    const good = save('good.ipynb', '1');
    const broken = join(folder(), 'broken.ipynb');
    writeFileSync(broken, 'x');
    const refuses = (promise: Promise<unknown>, pattern: RegExp): Promise<void> =>
      assert.rejects(promise, (e: Error) => e instanceof UserError && pattern.test(e.message));
    const onCell = (): void => assert.fail('a cell ran');
    await refuses(runNotebooks([good, broken], { onCell }), /broken\.ipynb is not a notebook/);
    await refuses(runNotebooks([good], { onCell, jobs: 0 }), /jobs is 0/);
    await refuses(runNotebooks([good], { onCell, timeout: 0 }), /timeout is 0/);
    await refuses(
      runNotebooks([good, good], { onCell, outputFolder: folder() }),
      /Two notebooks are called good\.ipynb/,
    );
    await refuses(runNotebooks([good], { onCell, outputFolder: folder() }), /would overwrite it/);
  });
});
