import assert from 'node:assert/strict';
import type { CodeCell, Output } from '../../../src/kernel/notebook/notebook.js';
import { collectOutputs } from '../../../src/kernel/notebook/outputs.js';
import { stockTslab } from '../../../src/kernel/headless/kernelspec.js';
import { firstLine, runCell, type CellResult } from '../../../src/kernel/headless/run-cell.js';
import { fakeKernel, type Answer } from '../../support/fake-kernel.js';

function code(source: string, tags: readonly string[] = [], outputs: Output[] = []): CodeCell {
  return { cell_type: 'code', source, metadata: { tags }, outputs, execution_count: 9 };
}

const run = (cell: CodeCell, answer: Answer, timeout = 10): Promise<CellResult> =>
  runCell(fakeKernel([answer]), cell, 2, collectOutputs(), { timeout, slow: false });

const runOnTslab = (cell: CodeCell, answer: Answer): Promise<CellResult> =>
  runCell(fakeKernel([answer], stockTslab()), cell, 2, collectOutputs(), {
    timeout: 10,
    slow: false,
  });

const failing = { reply: { status: 'error' } };
const stderr = (text: string): readonly [string, { name: string; text: string }] => [
  'stream',
  { name: 'stderr', text },
];

describe('runCell', () => {
  it('tells number, first line, outputs and count', async () => {
    const published = [['stream', { name: 'stdout', text: '2\n' }]] as const;
    const { seconds, ...result } = await run(code('\nf()\ng()'), {
      published,
      reply: { status: 'ok', execution_count: 1 },
    });
    assert.ok(seconds >= 0 && seconds < 5);
    assert.deepEqual(result, {
      number: 2,
      firstLine: 'f()',
      status: 'ok',
      skipped: undefined,
      message: undefined,
      executionCount: 1,
      outputs: [{ output_type: 'stream', name: 'stdout', text: '2\n' }],
      outputLost: false,
    });
  });

  it('leaves empty cells and cells tagged skip-execution or slow alone, and says why', async () => {
    const old: Output[] = [{ output_type: 'stream', name: 'stdout', text: 'old' }];
    const skip = async (cell: CodeCell): Promise<string | undefined> => {
      const kernel = fakeKernel([]);
      const options = { timeout: 10, slow: false };
      const result = await runCell(kernel, cell, 1, collectOutputs(), options);
      assert.equal(result.status, 'skipped');
      assert.deepEqual(result.outputs, old);
      assert.deepEqual(kernel.codes, []);
      return result.skipped;
    };
    assert.equal(await skip(code(' \n', [], old)), 'empty');
    assert.equal(await skip(code('f()', ['skip-execution'], old)), 'skip-execution');
    assert.equal(await skip(code('f()', ['slow'], old)), 'slow');
  });

  it('runs a cell tagged slow when asked to', async () => {
    const kernel = fakeKernel([{ reply: { status: 'ok' } }]);
    const options = { timeout: 10, slow: true };
    const { status } = await runCell(kernel, code('f()', ['slow']), 1, collectOutputs(), options);
    assert.equal(status, 'ok');
    assert.deepEqual(kernel.codes, ['f()']);
  });

  it('gives a cell the time that its tag says', async () => {
    const cell = code('f()', ['timeout=0.05']);
    const { message } = await run(cell, { whenInterrupted: { status: 'error' } });
    assert.equal(message, 'it took longer than 0.05 s and was interrupted');
  });

  it('gives the stack that stock tslab printed instead of sending it, without its own calls', async () => {
    const text =
      'Error: no\n    at f (evalmachine.<anonymous>:5:22)\n    at Script.run (node:vm:135:14)\n' +
      '    at Object.execute (/x/node_modules/tslab/dist/executor.js:160:38)\n';
    const { status, message } = await runOnTslab(code('f()'), {
      ...failing,
      published: [stderr(text)],
    });
    assert.equal(status, 'failed');
    assert.equal(message, 'it failed\nError: no\n    at f (evalmachine.<anonymous>:5:22)');
  });

  it('prefers the traceback of an error message, without colours', async () => {
    const { message } = await run(code('f()'), {
      ...failing,
      published: [
        stderr('a warning'),
        ['error', { ename: 'E', evalue: 'v', traceback: ['\u001b[31mE: v\u001b[0m', 'at 1'] }],
      ],
    });
    assert.equal(message, 'it failed\nE: v\nat 1');
  });

  it('falls back to the reply, and says so when there is nothing', async () => {
    const reply = { status: 'error', ename: 'E', evalue: 'v' };
    assert.equal((await run(code('f()'), { reply })).message, 'it failed\nE: v');
    assert.equal((await run(code('f()'), failing)).message, 'it failed\n(the kernel says no more)');
  });

  it('wants an error from a cell tagged raises-exception', async () => {
    const cell = code('f()', ['raises-exception']);
    assert.equal((await run(cell, failing)).status, 'ok');
    const { status, message } = await run(cell, { reply: { status: 'ok' } });
    assert.equal(status, 'failed');
    assert.equal(message, 'it is tagged raises-exception, but raised none');
  });

  it('fails a cell that shows an error nobody handled, though the reply was a success', async () => {
    const error = ['error', { ename: 'Error', evalue: 'late', traceback: [] }] as const;
    const answer: Answer = { reply: { status: 'ok' }, published: [error] };
    const { status, message } = await run(code('f()'), answer);
    assert.equal(status, 'failed');
    assert.equal(message, 'it left an error that nobody handled\nError: late');
    const wanted = await run(code('f()', ['raises-exception']), answer);
    assert.equal(wanted.status, 'ok');
  });

  it('finds such an error in what stock tslab prints', async () => {
    const { status, message } = await runOnTslab(code('f()'), {
      reply: { status: 'ok' },
      published: [stderr('UnhandledPromiseRejection: Error: late\n')],
    });
    assert.equal(status, 'failed');
    assert.match(message!, /nobody handled\nUnhandledPromiseRejection: Error: late$/);
    const warning = { reply: { status: 'ok' }, published: [stderr('hm')] };
    assert.equal((await runOnTslab(code('f()'), warning)).status, 'ok');
  });

  it('tells a timeout and a dead kernel apart, whatever the tags', async () => {
    const cell = code('f()', ['raises-exception']);
    const slow = await run(cell, { whenInterrupted: { status: 'error' } }, 0.05);
    assert.equal(slow.message, 'it took longer than 0.05 s and was interrupted');
    const dead = await run(cell, { end: 'ended with exit code 3' });
    assert.equal(dead.message, 'the kernel ended with exit code 3');
  });

  it('cuts a long first line', () => {
    assert.equal(firstLine(code('x'.repeat(70))), 'x'.repeat(70));
    assert.equal(firstLine(code('x'.repeat(71))), `${'x'.repeat(69)}…`);
  });
});
