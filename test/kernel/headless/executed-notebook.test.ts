import assert from 'node:assert/strict';
import { executedNotebook } from '../../../src/kernel/headless/executed-notebook.js';
import { runCells } from '../../../src/kernel/headless/run-cells.js';
import { isCodeCell, parseNotebook, type Notebook } from '../../../src/kernel/notebook/notebook.js';
import { type Answer, fakeKernel } from '../../support/fake-kernel.js';

const old = { output_type: 'stream', name: 'stdout', text: 'old' };

function code(source: string, tags: readonly string[] = []): object {
  const metadata = { tags, execution: { 'iopub.status.idle': '2024-01-01' } };
  return { cell_type: 'code', source, metadata, execution_count: 9, outputs: [old] };
}

function run(cells: readonly object[], texts: readonly string[]): Promise<Notebook> {
  return runWith(
    cells,
    texts.map((said) => ({
      published: [['stream', { name: 'stdout', text: said }]],
      reply: { status: said === 'fail' ? 'error' : 'ok', execution_count: 1 },
    })),
  );
}

async function runWith(cells: readonly object[], answers: readonly Answer[]): Promise<Notebook> {
  const metadata = { kernelspec: { name: 'old' }, title: 'kept' };
  const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
  const notebook = parseNotebook(text, 'a.ipynb');
  const kernel = fakeKernel(answers);
  const results = await runCells(kernel, notebook, { timeout: 10, slow: false });
  return executedNotebook(notebook, results, kernel, false);
}

describe('executedNotebook', () => {
  it('has new outputs, none where nothing ran, and the old ones where it was told to skip', async () => {
    const { cells } = await run(
      [
        code('skipped', ['skip-execution']),
        code('slow', ['slow']),
        code(''),
        code('f()'),
        code('never reached'),
        code('never reached', ['slow']),
      ],
      ['fail'],
    );
    const shown = cells
      .filter(isCodeCell)
      .map(({ outputs, execution_count: count }) => [
        count,
        outputs.map((output) => (output.output_type === 'stream' ? output.text : '')).join(''),
      ]);
    assert.deepEqual(shown, [
      [9, 'old'],
      [9, 'old'],
      [null, ''],
      [1, 'fail'],
      [null, ''],
      [9, 'old'],
    ]);
  });

  it('names the kernel that ran, and keeps other metadata', async () => {
    const { metadata } = await run([code('f()')], ['x']);
    assert.deepEqual(metadata, {
      kernelspec: { name: 'fake', display_name: 'fake', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts' },
      title: 'kept',
    });
  });

  it('does not tell when a cell ran', async () => {
    const { cells } = await run([code('f()')], ['x']);
    assert.deepEqual(cells[0].metadata, { tags: [] });
  });

  it('keeps the last state of a line that was written over', async () => {
    const { cells } = await run([code('f()')], ['\r 50 %\r100 %\ndone\n']);
    assert.ok(isCodeCell(cells[0]));
    assert.deepEqual(cells[0].outputs, [
      { output_type: 'stream', name: 'stdout', text: '100 %\ndone\n' },
    ]);
  });

  it('keeps of a widget what can be seen without its kernel', async () => {
    const view = { 'application/vnd.jupyter.widget-view+json': { model_id: 'a' } };
    const published = [{ ...view, 'text/plain': 'size: 3' }, view].map(
      (data) => ['display_data', { data, metadata: {}, transient: {} }] as const,
    );
    const reply = { status: 'ok', execution_count: 1 };
    const { cells } = await runWith([code('slider()')], [{ published, reply }]);
    assert.ok(isCodeCell(cells[0]));
    const shown = (data: object): object => ({ output_type: 'display_data', data, metadata: {} });
    assert.deepEqual(cells[0].outputs, [shown({ 'text/plain': 'size: 3' }), shown(view)]);
  });
});
