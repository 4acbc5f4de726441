import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkNotebook } from '../src/kernel/notebook/check/check-notebook.js';
import { renderFinding } from '../src/kernel/notebook/check/render-finding.js';
import { cellTags, isCodeCell, readNotebook } from '../src/kernel/notebook/notebook.js';
import { runNotebook } from '../src/kernel/headless/run-notebook.js';
import { packageRoot } from '../src/package-root.js';
import { notebookKernel } from './support/kernels.js';
import { smokeStore } from './support/smoke-store.js';

const folder = path.join(packageRoot(), 'notebooks');
const notebooks = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'))
  .sort();

describe('notebooks', () => {
  it('are there: the lessons, and one for each paper', () => {
    assert.ok(notebooks.some((name) => path.dirname(name) === '.'));
    assert.ok(notebooks.some((name) => path.dirname(name) === 'papers'));
  });

  for (const name of notebooks) {
    const file = path.join(folder, name);

    it(`${name} is committed with its outputs, and they hold no path, nor errors not meant`, () => {
      const cells = readNotebook(file).cells.filter(isCodeCell);
      const outputs = cells.flatMap((cell) => cell.outputs);
      assert.ok(outputs.length >= 5, 'prunelab notebook run <file> --in-place writes them');
      assert.ok(!JSON.stringify(outputs).includes(packageRoot()));
      for (const cell of cells) {
        const failed = cell.outputs.some((output) => output.output_type === 'error');
        assert.equal(failed, cellTags(cell).includes('raises-exception'), cell.source);
      }
    });

    it(`${name} has a name for each cell`, () => {
      const { cells } = JSON.parse(fs.readFileSync(file, 'utf8')) as { cells: { id?: string }[] };
      const ids = cells.map(({ id }) => id);
      assert.ok(ids.every((id) => id !== undefined && /^[\w-]{1,64}$/.test(id)));
      assert.equal(new Set(ids).size, ids.length);
    });

    it(`${name} has no mistakes that can be seen without running it`, function () {
      this.timeout(300_000);
      const findings = checkNotebook(file).map((finding) => renderFinding(name, finding)[0]);
      assert.deepEqual(findings, []);
    });

    it(`${name} runs from top to bottom without an error`, async function () {
      this.timeout(900_000);
      const result = await runNotebook(file, {
        kernel: notebookKernel(),
        env: { PRUNELAB_STORE: smokeStore },
        timeout: 800,
      });
      assert.equal(result.message, undefined);
      assert.equal(result.status, 'ok');
      assert.ok(result.cells.length > 5);
      assert.deepEqual(
        result.cells.filter((cell) => cell.outputLost),
        [],
      );
    });
  }
});
