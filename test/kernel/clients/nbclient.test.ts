import assert from 'node:assert/strict';
import path from 'node:path';
import { type CodeCell, isCodeCell, type Notebook } from '../../../src/kernel/notebook/notebook.js';
import { packageRoot } from '../../../src/package-root.js';
import {
  clientScript,
  describeClients,
  environmentWithKernel,
  type Python,
  runPython,
} from '../../support/jupyter.js';
import { saveNotebook } from '../../support/notebooks.js';
import { newFolder } from '../../support/temporary-folder.js';

interface Run {
  readonly error: { readonly type: string; readonly text: string } | null;
  readonly cells: readonly CodeCell[];
}

async function run(
  python: Python,
  cells: Parameters<typeof saveNotebook>[1],
  options: Record<string, unknown> = {},
): Promise<Run> {
  const file = saveNotebook(path.join(newFolder(), 'lesson.ipynb'), cells);
  const words = [clientScript('run_notebook.py'), file, path.join(packageRoot(), 'notebooks')];
  const { code, stdout, stderr } = await runPython(
    python,
    [...words, JSON.stringify({ kernel_name: 'prunelab', timeout: 60, ...options })],
    { env: environmentWithKernel(), cwd: packageRoot() },
  );
  assert.equal(code, 0, stderr);
  const { error, notebook } = JSON.parse(stdout) as { error: Run['error']; notebook: Notebook };
  return { error, cells: notebook.cells.filter(isCodeCell) };
}

/** Holds the types of each cell's outputs against what is expected. */
function assertKinds(cells: readonly CodeCell[], expected: readonly (readonly string[])[]): void {
  const found = cells.map(({ outputs }) => outputs.map((output) => output.output_type));
  assert.deepEqual(found, expected, JSON.stringify(cells.map(({ outputs }) => outputs)));
}

describe("the kernel under Debian's and PyPI's nbclient", () => {
  describeClients(['nbclient'], (python) => {
    it('runs a notebook and writes its outputs down', async () => {
      const { error, cells } = await run(python, [
        'let total = 0;\nfor (let i = 0; i < 5; i++) console.log(i);',
        'function add(n: number): number {\n  return (total += n);\n}',
        'add(2);\ntotal',
        "import { readFileSync } from 'node:fs';\nimport * as vl from 'vega-lite';\ntypeof vl.compile",
      ]);
      assert.equal(error, null);
      assertKinds(cells, [['stream'], [], ['execute_result'], ['execute_result']]);
      assert.deepEqual(
        cells.map((cell) => cell.execution_count),
        [1, 2, 3, 4],
      );
      assert.match(JSON.stringify(cells[2].outputs), /"text\/plain":"2"/);
    });

    it('stops at an error and says which', async () => {
      const { error, cells } = await run(python, ["throw new RangeError('no')", '1']);
      assert.equal(error?.type, 'CellExecutionError');
      assert.match(error.text, /RangeError: no/);
      assertKinds(cells, [['error'], []]);
    });

    it('goes on after an error where errors are allowed', async () => {
      const { error, cells } = await run(
        python,
        ['let before = 1;\nthrow new RangeError("no")', 'before + 1', 'before + 2'],
        { allow_errors: true },
      );
      assert.equal(error, null);
      assertKinds(cells, [['error'], ['execute_result'], ['execute_result']]);
    });

    it('goes on after a cell tagged raises-exception', async () => {
      const { error, cells } = await run(python, [
        { source: "throw new Error('as it should')", tags: ['raises-exception'] },
        '1 + 1',
      ]);
      assert.equal(error, null);
      assertKinds(cells, [['error'], ['execute_result']]);
    });

    it('interrupts a cell that takes too long, and goes on', async () => {
      const { error, cells } = await run(python, ['for (;;) {}', '1 + 1'], {
        timeout: 3,
        interrupt_on_timeout: true,
        allow_errors: true,
      });
      assert.equal(error, null);
      assertKinds(cells, [['error'], ['execute_result']]);
    });

    it('keeps the last state of a display that changes', async () => {
      const { error, cells } = await run(python, [
        "import { progress } from 'prunelab/display';",
        'const bar = progress(3);\nfor (let i = 1; i <= 3; i++) bar.update(i);',
      ]);
      assert.equal(error, null);
      assertKinds(cells, [[], ['display_data']]);
      assert.match(JSON.stringify(cells[1].outputs), /100|3 ?(\/|of) ?3/);
    });
  });
});
