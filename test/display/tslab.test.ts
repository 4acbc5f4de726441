import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { png } from '../../src/display/pictures/png.js';
import { bestForm, liveTslab } from '../../src/display/tslab.js';
import type { Output } from '../../src/kernel/notebook/notebook.js';
import { stockTslab } from '../../src/kernel/headless/kernelspec.js';
import { runNotebook, type NotebookResult } from '../../src/kernel/headless/run-notebook.js';
import { saveNotebook } from '../support/notebooks.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const shown = (type: string, data: string): Output => ({
  output_type: 'display_data',
  data: { [type]: data },
  metadata: {},
});
const html = (text: string): Output => shown('text/html', text);

/** A black and a white pixel. */
const PNG = png({ width: 2, height: 1, channels: 1, bytes: Uint8Array.of(0, 255) }).toString(
  'base64',
);

describe('display helpers', () => {
  const folder = temporaryFolder();

  it('find no tslab outside a kernel', () => {
    assert.equal(liveTslab(), undefined);
  });

  it('choose the one form that tslab sends', () => {
    const bundle = { 'text/plain': 't', 'image/png': 'p', 'text/html': 'h' };
    assert.deepEqual(bestForm(bundle), ['text/html', 'h']);
    assert.deepEqual(bestForm({ ...bundle, 'image/svg+xml': 's' }), ['image/svg+xml', 's']);
    assert.equal(bestForm({ 'application/json': {} }), undefined);
  });

  it('show things in the cells of a notebook', async function () {
    this.timeout(60_000);
    // The kernel reads our TypeScript through tsx, so that this test needs no build.
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const display = JSON.stringify(join(process.cwd(), 'src/display/index.ts'));
    const path = saveNotebook(join(folder(), 'a.ipynb'), [
      `const { svg, html, table, image, latex, show, progress, slider } = require(${display});`,
      `svg('<svg><title>t</title></svg>'); html('<b>b</b>'); latex('x');`,
      `table([{ name: '<a>', value: 0.5 }, { name: 'b' }]);`,
      `image({ data: [0, 1], shape: [1, 2] }, { scale: 1 }); show('text');`,
      `show(slider({ label: 'n' }));`,
      `const bar = progress(4); bar.update(1, 'a & b');`,
      `bar.update(2); bar.update(4, 'done'); bar.finish();`,
      `const { Worker } = require('node:worker_threads');
const code = 'require("worker_threads").parentPort.postMessage(typeof globalThis.__tslab__)';
await new Promise((resolve) => new Worker(code, { eval: true }).once('message', resolve))`,
    ]);
    const result: NotebookResult = await runNotebook(path, {
      kernel: stockTslab(),
      env: { NODE_OPTIONS: `--import=${tsx}` },
    });
    assert.equal(result.message, undefined);
    assert.deepEqual(
      result.cells.map(({ outputs }) => outputs),
      [
        [],
        [
          {
            output_type: 'display_data',
            data: { 'image/svg+xml': '<svg><title>t</title></svg>' },
            metadata: {},
          },
          html('<b>b</b>'),
          shown('text/latex', '$\\displaystyle x$'),
        ],
        [
          html(
            '<table><thead><tr><th scope="col" style="text-align:left">name</th>' +
              '<th scope="col" style="text-align:right">value</th></tr></thead>\n<tbody>\n' +
              '<tr><td style="text-align:left">&lt;a&gt;</td>' +
              '<td style="text-align:right">0.5</td></tr>\n' +
              '<tr><td style="text-align:left">b</td><td style="text-align:right"></td></tr>\n' +
              '</tbody></table>',
          ),
        ],
        [shown('image/png', PNG), shown('text/plain', 'text')],
        [
          html(
            'n: 0 <small style="opacity:0.75">' +
              '(to change it, run this in JupyterLab with ipywidgets)</small>',
          ),
        ],
        [html('<progress aria-label="progress" max="4" value="4"></progress> 4/4 done')],
        [],
        [{ output_type: 'stream', name: 'stdout', text: 'undefined\n' }],
      ],
    );
  });
});
