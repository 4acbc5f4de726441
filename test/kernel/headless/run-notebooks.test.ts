import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { isCodeCell, readNotebook } from '../../../src/kernel/notebook/notebook.js';
import { runNotebooks } from '../../../src/kernel/headless/run-notebooks.js';
import { fakeSpec } from '../../support/fake-kernel.js';
import { notebookKernel } from '../../support/kernels.js';
import { saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('runNotebooks', () => {
  const folder = temporaryFolder();
  const save = (name: string, ...cells: string[]): string =>
    saveNotebook(join(folder(), name), cells);

  it('runs all, tells which failed, and keeps copies of all', async () => {
    const paths = [save('bad.ipynb', 'nosuch'), save('good.ipynb', 'console.log(6 * 7)')];
    const output = join(folder(), 'out', 'nested');
    const ended: string[] = [];
    const { results, notRun, exitCode } = await runNotebooks(paths, {
      kernel: notebookKernel(),
      jobs: 2,
      output,
      onNotebook: ({ path }) => ended.push(path),
    });
    assert.deepEqual(
      results.map(({ path, status }) => [path, status]),
      [
        [paths[0], 'failed'],
        [paths[1], 'ok'],
      ],
    );
    assert.deepEqual({ notRun, exitCode }, { notRun: [], exitCode: 1 });
    assert.deepEqual(ended.sort(), paths);
    const [cell] = readNotebook(join(output, 'good.ipynb')).cells;
    assert.ok(isCodeCell(cell));
    assert.deepEqual(cell.outputs, [{ output_type: 'stream', name: 'stdout', text: '42\n' }]);
    assert.ok(existsSync(join(output, 'bad.ipynb')));
  });

  it('succeeds with nothing to do', async () => {
    assert.deepEqual(await runNotebooks([]), { results: [], notRun: [], exitCode: 0 });
  });

  it('says when no kernel starts', async () => {
    const { results, exitCode } = await runNotebooks([save('a.ipynb', '1')], { kernel: fakeSpec });
    assert.deepEqual([results[0].status, exitCode], ['no-kernel', 2]);
  });

  it('begins no notebook once it is stopped', async () => {
    const stop = new AbortController();
    const paths = [save('a.ipynb', '1'), save('b.ipynb', '1')];
    const { results, notRun, exitCode } = await runNotebooks(paths, {
      kernel: fakeSpec,
      signal: stop.signal,
      onStart: () => stop.abort(),
    });
    assert.equal(results[0].status, 'stopped');
    assert.deepEqual([notRun, exitCode], [[paths[1]], 130]);
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
      runNotebooks([good, good], { onCell, output: folder() }),
      /Two notebooks are called good\.ipynb/,
    );
    await refuses(runNotebooks([good], { onCell, output: folder() }), /would overwrite it/);
    await refuses(runNotebooks([good, good], { onCell, inPlace: true }), /named twice/);
    const both = { onCell, inPlace: true, output: folder() };
    await refuses(runNotebooks([good], both), /either to copies or into the notebooks/);
  });
});
