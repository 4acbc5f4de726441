import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  describeClients,
  type Ended,
  environmentWithKernel,
  type Python,
  runPython,
} from '../../support/jupyter.js';
import { saveNotebook } from '../../support/notebooks.js';
import { newFolder } from '../../support/temporary-folder.js';

const chart = `
({
  [Symbol.for('Jupyter.display')]: () => ({
    'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg" id="chart"></svg>',
    'application/vnd.vegalite.v5+json': { mark: 'line' },
    'text/plain': 'a chart',
  }),
})`;

/** Converts a notebook of these cells, running it first; \`file\` is what it was made into. */
async function convert(
  python: Python,
  cells: readonly string[],
  to: 'html' | 'script',
  ...words: string[]
): Promise<Ended & { folder: string }> {
  const folder = newFolder();
  const file = saveNotebook(path.join(folder, 'lesson.ipynb'), cells);
  const ended = await runPython(
    python,
    [
      ...['-m', 'nbconvert', '--to', to, '--execute', '--ExecutePreprocessor.kernel_name=prunelab'],
      ...words,
      file,
    ],
    { env: environmentWithKernel(), cwd: folder },
  );
  return { ...ended, folder };
}

describe("the kernel under Debian's and PyPI's nbconvert", () => {
  describeClients(['nbconvert'], (python) => {
    it('makes a page of a notebook it has run', async () => {
      const { code, stderr, folder } = await convert(
        python,
        ["console.log('printed'); 6 * 7", chart],
        'html',
      );
      assert.equal(code, 0, stderr);
      const page = fs.readFileSync(path.join(folder, 'lesson.html'), 'utf8');
      assert.match(page, /<pre>printed\n<\/pre>/);
      assert.match(page, /<pre>42<\/pre>/);
      assert.match(page, /<svg[^>]* id="chart"/);
    });

    it('fails with the error in words', async () => {
      const { code, stderr } = await convert(
        python,
        ['function check(n: number): void {\n  throw new RangeError(`not ${n}`);\n}\ncheck(3);'],
        'html',
      );
      assert.equal(code, 1);
      assert.match(stderr, /RangeError: not 3/);
    });

    it('makes a TypeScript file of a notebook', async () => {
      const { code, stderr, folder } = await convert(python, ['const a: number = 1;'], 'script');
      assert.equal(code, 0, stderr);
      assert.match(fs.readFileSync(path.join(folder, 'lesson.ts'), 'utf8'), /const a: number = 1;/);
    });
  });
});
