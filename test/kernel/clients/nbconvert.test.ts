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

/** Runs a notebook of these cells in a folder of its own, and makes of it what `to` says. */
async function convert(
  python: Python,
  cells: readonly string[],
  to: 'html' | 'notebook',
): Promise<Ended & { folder: string }> {
  const folder = newFolder();
  const file = saveNotebook(path.join(folder, 'lesson.ipynb'), cells);
  const kernel = '--ExecutePreprocessor.kernel_name=prunelab';
  const ended = await nbconvert(python, folder, '--to', to, '--execute', kernel, file);
  return { ...ended, folder };
}

function nbconvert(python: Python, folder: string, ...words: string[]): Promise<Ended> {
  const options = { env: environmentWithKernel(), cwd: folder };
  return runPython(python, ['-m', 'nbconvert', ...words], options);
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
      assert.match(page, /<svg[^>]* id="chart"|<img[^>]* src="data:image\/svg\+xml;base64,/);
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

    it('makes a TypeScript file of a notebook that has been run', async () => {
      const { folder } = await convert(python, ['const a: number = 1;'], 'notebook');
      const run = path.join(folder, 'lesson.nbconvert.ipynb');
      const { code, stderr } = await nbconvert(python, folder, '--to', 'script', run);
      assert.equal(code, 0, stderr);
      const script = fs.readFileSync(path.join(folder, 'lesson.nbconvert.ts'), 'utf8');
      assert.match(script, /const a: number = 1;/);
    });
  });
});
