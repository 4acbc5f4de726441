import assert from 'node:assert/strict';
import { runCells } from '../../../src/kernel/headless/run-cells.js';
import { parseNotebook, type Notebook } from '../../../src/kernel/notebook/notebook.js';
import { fakeKernel } from '../../support/fake-kernel.js';
import { notebookOf } from '../../support/notebooks.js';

const notebook = (...cells: Parameters<typeof notebookOf>[0]): Notebook =>
  parseNotebook(notebookOf(cells), 'a.ipynb');
const options = { timeout: 10, slow: false };
const ok = { reply: { status: 'ok' } };
const error = ['error', { ename: 'Error', evalue: 'late', traceback: [] }] as const;

describe('runCells', () => {
  it('runs code cells in order, and counts text cells too', async () => {
    const kernel = fakeKernel([ok, ok]);
    const started: number[] = [];
    const ended: number[] = [];
    const results = await runCells(
      kernel,
      notebook({ source: '# Title', type: 'markdown' }, 'f()', 'g()'),
      {
        ...options,
        onCellStart: (number) => started.push(number),
        onCell: ({ number }) => ended.push(number),
      },
    );
    assert.deepEqual(kernel.codes, ['f()', 'g()']);
    assert.deepEqual(
      [started, ended],
      [
        [2, 3],
        [2, 3],
      ],
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['ok', 'ok'],
    );
  });

  it('stops at a failure', async () => {
    const kernel = fakeKernel([{ reply: { status: 'error' } }]);
    const results = await runCells(kernel, notebook('f()', 'g()'), options);
    assert.deepEqual(kernel.codes, ['f()']);
    assert.equal(results[0].status, 'failed');
  });

  it('stops when an error of an earlier cell comes late, and blames that cell', async () => {
    const kernel = fakeKernel([{ ...ok, late: [error] }, ok, ok]);
    const results = await runCells(kernel, notebook('f()', 'g()', 'h()'), options);
    assert.deepEqual(kernel.codes, ['f()', 'g()']);
    assert.deepEqual(
      results.map(({ status, message }) => [status, message]),
      [
        ['failed', 'it left an error that nobody handled\nError: late'],
        ['ok', undefined],
      ],
    );
  });

  it('finds an error that comes after the last cell', async () => {
    const kernel = fakeKernel([{ ...ok, late: [error] }]);
    const [{ status }] = await runCells(kernel, notebook('f()'), options);
    assert.equal(status, 'failed');
  });

  it('does not begin another cell once it is stopped', async () => {
    const stop = new AbortController();
    const kernel = fakeKernel([ok, ok]);
    await runCells(kernel, notebook('f()', 'g()'), {
      ...options,
      signal: stop.signal,
      onCell: () => stop.abort(),
    });
    assert.deepEqual(kernel.codes, ['f()']);
  });

  it('does not run the cells after the end of the kernel, whatever the tags', async () => {
    const kernel = fakeKernel([{ end: 'ended with exit code 3' }]);
    const cells = [{ source: 'f()', tags: ['raises-exception'] }, 'g()'];
    const results = await runCells(kernel, notebook(...cells), options);
    assert.deepEqual(kernel.codes, ['f()']);
    assert.equal(results[0].message, 'the kernel ended with exit code 3');
  });
});
