import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { isCodeCell, readNotebook } from '../src/kernel/notebook/notebook.js';
import { runNotebook } from '../src/kernel/headless/run-notebook.js';
import { packageRoot } from '../src/package-root.js';
import { notebookKernel } from './support/kernels.js';
import { smokeStore } from './support/smoke-store.js';

const folder = path.join(packageRoot(), 'notebooks', 'papers');
const notebooks = fs.readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

describe('notebooks', () => {
  it('are there', () => assert.ok(notebooks.length >= 1));

  for (const name of notebooks) {
    it(`${name} is committed with its outputs, and they hold no error and no path`, () => {
      const { cells } = readNotebook(path.join(folder, name));
      const outputs = cells.filter(isCodeCell).flatMap((cell) => cell.outputs ?? []);
      assert.ok(outputs.length >= 5, 'prunelab notebook run <file> --in-place writes them');
      assert.ok(outputs.every((output) => output.output_type !== 'error'));
      assert.ok(!JSON.stringify(outputs).includes(packageRoot()));
    });

    it(`${name} runs from top to bottom without an error`, async function () {
      this.timeout(900_000);
      const result = await runNotebook(path.join(folder, name), {
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
