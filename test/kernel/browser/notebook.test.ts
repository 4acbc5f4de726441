import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installKernel } from '../../../src/kernel/install/install.js';
import { kernelJsonFor } from '../../../src/kernel/install/place.js';
import { findChromium, screenshot, startChromium } from '../../support/chromium.js';
import { jupyterPrograms, skipped } from '../../support/jupyter.js';
import { type JupyterServer, newProject, startServer } from '../../support/jupyter-server.js';
import { openLabPage } from '../../support/lab-page.js';
import { newFolder } from '../../support/temporary-folder.js';

/** A Jupyter Notebook of this machine, of one major version. */
interface Notebook {
  readonly program: string;
  readonly version: string;
}

const cells = [
  "import { plot } from 'prunelab/display';\nconsole.log('ready');\n6 * 7",
  `await plot({
  data: { values: [{ epoch: 1, loss: 1 }, { epoch: 2, loss: 0.5 }] },
  mark: 'line',
  encoding: { x: { field: 'epoch', type: 'quantitative' }, y: { field: 'loss', type: 'quantitative' } },
});`,
  "throw new RangeError('no such epoch');",
];
const endless = ["console.log('running');\nfor (;;) {}", '1 + 1'];

describe('the kernel in Jupyter Notebook', function () {
  this.timeout(180_000);
  const chromium = findChromium();
  if (chromium === undefined) {
    skipped('there is no Chromium on the PATH.');
    return;
  }
  for (const major of [6, 7]) {
    const notebook = notebooks().find(({ version }) => version.startsWith(`${major}.`));
    if (notebook === undefined) {
      skipped(
        `there is no Notebook ${major} here. PRUNELAB_TEST_JUPYTER names the folder of its ` +
          'programs, if they are not on the PATH.',
      );
      continue;
    }
    describe(`version ${notebook.version}`, () => {
      let server: JupyterServer;
      let browser: Browser;
      before(async () => {
        const project = newProject();
        const data = newFolder();
        installKernel(data, kernelJsonFor({ kind: 'prefix', data }));
        const exposed = major === 7 ? ['--JupyterNotebookApp.expose_app_in_browser=True'] : [];
        server = await startServer([notebook.program, ...exposed], {
          project,
          cwd: path.join(project, 'notebooks'),
          env: { JUPYTER_PATH: data },
        });
        browser = await startChromium(chromium);
      });
      after(async () => {
        await browser?.close();
        await server?.stop();
      });

      if (major === 6) classicTests(() => ({ server, browser }));
      else modernTests(() => ({ server, browser }));
    });
  }
});

type Started = () => { readonly server: JupyterServer; readonly browser: Browser };

function modernTests(started: Started): void {
  it('runs a notebook, draws a chart and shows an error', async () => {
    const { server, browser } = started();
    const url = server.url(`notebooks/${server.write('lesson.ipynb', cells)}`);
    const lab = await openLabPage(browser, url);
    await lab.runAll();
    await lab.output(2).filter({ hasText: 'RangeError: no such epoch' }).waitFor();
    await lab.output(0).filter({ hasText: '42' }).waitFor();
    const chart = await lab.output(1).locator('svg, canvas, img').first().boundingBox();
    assert.ok(chart !== null && chart.width > 150, JSON.stringify(chart));
    await screenshot(lab.page, 'notebook-7');
    await lab.close();
  });

  it('stops a running loop by the stop button', async () => {
    const { server, browser } = started();
    const url = server.url(`notebooks/${server.write('stop.ipynb', endless)}`);
    const lab = await openLabPage(browser, url);
    await lab.run(0);
    await lab.output(0).filter({ hasText: 'running' }).waitFor();
    await lab.interrupt();
    await lab.output(0).filter({ hasText: 'interrupted' }).waitFor();
    await lab.run(1);
    await lab.output(1).filter({ hasText: '2' }).waitFor();
    await lab.close();
  });
}

function classicTests(started: Started): void {
  it('runs a notebook, draws a chart, shows an error and stops a loop', async () => {
    const { server, browser } = started();
    const page = await browser.newPage({ viewport: { width: 1100, height: 1200 } });
    page.setDefaultTimeout(60_000);
    const all = [...cells, ...endless];
    await page.goto(server.url(`notebooks/${server.write('lesson.ipynb', all)}`));
    await page.waitForFunction(`Jupyter.notebook?.kernel?.is_connected()`);
    const output = (index: number) => page.locator('.code_cell').nth(index).locator('.output_area');
    const run = async (index: number): Promise<void> => {
      // What is sent before a failing cell's reply is aborted, as the protocol wants it.
      await page.waitForFunction(`document.querySelector('.code_cell.running') === null`);
      await page.evaluate(`Jupyter.notebook.execute_cells([${index}])`);
    };
    await run(0);
    await output(0).filter({ hasText: '42' }).waitFor();
    await run(1);
    const chart = output(1).locator('svg, canvas, img').first();
    await chart.waitFor();
    assert.ok(((await chart.boundingBox())?.width ?? 0) > 150);
    await run(2);
    await output(2).filter({ hasText: 'RangeError: no such epoch' }).waitFor();
    await run(3);
    await output(3).filter({ hasText: 'running' }).waitFor();
    await page.locator('[data-jupyter-action="jupyter-notebook:interrupt-kernel"]').click();
    await output(3).filter({ hasText: 'interrupted' }).waitFor();
    await run(4);
    await output(4).filter({ hasText: '2' }).waitFor();
    await screenshot(page, 'notebook-6');
    await page.close();
  });
}

/** Every Notebook that can be started here, the one that tests shall use first. */
function notebooks(): Notebook[] {
  const named = jupyterPrograms();
  const programs = [
    ...(named === undefined ? [] : [path.join(named, 'jupyter-notebook')]),
    'jupyter-notebook',
    '/usr/bin/jupyter-notebook',
  ];
  return programs.flatMap((program) => {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    return status === 0 ? [{ program, version: stdout.trim() }] : [];
  });
}
