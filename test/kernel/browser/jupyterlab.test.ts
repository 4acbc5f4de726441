import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findFrontEnd } from '../../../src/kernel/install/jupyter-programs.js';
import { findChromium, screenshot, startChromium } from '../../support/chromium.js';
import { jupyterEnvironment, skipped } from '../../support/jupyter.js';
import { type JupyterServer, newProject, startServer } from '../../support/jupyter-server.js';
import { type LabPage, openLabPage } from '../../support/lab-page.js';
import { loader, main } from '../../support/prunelab.js';

const env = jupyterEnvironment();
const frontEnd = findFrontEnd({ ...process.env, ...env });
const chromium = findChromium();

describe('the kernel in JupyterLab 4, as `prunelab lab` starts it', function () {
  this.timeout(180_000);
  if (frontEnd?.name !== 'JupyterLab' || !frontEnd.version.startsWith('4.')) {
    skipped(
      'there is no JupyterLab 4 here. Get it with pip, and name the folder of its programs with ' +
        'PRUNELAB_TEST_JUPYTER if it is not on the PATH.',
    );
    return;
  }
  if (chromium === undefined) {
    skipped('there is no Chromium on the PATH.');
    return;
  }

  let server: JupyterServer;
  let browser: Browser;
  const pages: LabPage[] = [];
  before(async () => {
    const project = newProject();
    const exposed = '--LabApp.expose_app_in_browser=True';
    const command = [process.execPath, '--import', loader, main, 'lab', exposed];
    server = await startServer(command, { project, cwd: project, env });
    browser = await startChromium(chromium);
  });
  afterEach(async function () {
    const { title = '', state } = this.currentTest ?? {};
    if (state === 'failed') {
      for (const { page } of pages) await screenshot(page, `failed ${title.replace(/\W+/g, '-')}`);
    }
    await Promise.all(pages.splice(0).map((page) => page.close()));
    await endKernels(server);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(name: string, cells: readonly string[]): Promise<LabPage> {
    const notebook = server.write(`${name}.ipynb`, cells);
    const page = await openLabPage(browser, server.url(`lab/workspaces/${name}/tree/${notebook}`));
    pages.push(page);
    return page;
  }

  it('offers the kernel with its name and its logo', async () => {
    const { default: standard, kernelspecs } = (await server.api('api/kernelspecs')) as {
      default: string;
      kernelspecs: Record<string, { spec: { display_name: string }; resources: object }>;
    };
    assert.equal(standard, 'prunelab', 'it is what a new notebook gets');
    assert.equal(kernelspecs.prunelab.spec.display_name, 'TypeScript (prunelab)');
    assert.deepEqual(Object.keys(kernelspecs.prunelab.resources).sort(), [
      'logo-32x32',
      'logo-64x64',
      'logo-svg',
    ]);
  });

  it('runs a notebook: text, a chart, a table, progress and an error', async () => {
    const lab = await open('lesson', [
      "import { plot, progress, table } from 'prunelab/display';\nconsole.log('ready');\n6 * 7",
      `const rows = [1, 2, 3, 4].map((epoch) => ({ epoch, loss: 1 / epoch }));
await plot({
  data: { values: rows },
  mark: 'line',
  encoding: { x: { field: 'epoch', type: 'quantitative' }, y: { field: 'loss', type: 'quantitative' } },
});`,
      'table(rows);',
      `const bar = progress(20, { label: 'training' });
for (let i = 1; i <= 20; i++) {
  await new Promise((next) => setTimeout(next, 20));
  bar.update(i, \`loss \${(1 / i).toFixed(2)}\`);
}
bar.finish();`,
      "function bad(): never {\n  throw new RangeError('no such epoch');\n}\nbad();",
    ]);
    await lab.runAll();
    await lab.output(4).filter({ hasText: 'RangeError: no such epoch' }).waitFor();
    const shown = await lab.output(0).allInnerTexts();
    assert.deepEqual(
      shown.map((text) => text.trim()),
      ['ready', '42'],
    );
    const chart = await lab.output(1).locator('svg, canvas, img').first().boundingBox();
    assert.ok(chart !== null && chart.width > 150 && chart.height > 100, JSON.stringify(chart));
    assert.equal(await lab.output(2).locator('tbody tr').count(), 4);
    await lab.output(3).filter({ hasText: '20/20' }).waitFor();
    assert.equal(await lab.output(3).count(), 1, 'one bar, updated in place');
    assert.match(await lab.output(4).innerText(), /cell\[5\]:2:\d+[^]*cell\[5\]:4:\d+/);
    await screenshot(lab.page, 'jupyterlab-notebook');
  });

  it('completes names and shows what is known of them', async () => {
    const lab = await open('complete', ['const lengths = [1, 2];', 'lengths.redu']);
    await lab.run(0);
    await lab.cell(0).filter({ hasText: '[1]' }).waitFor();
    await lab.edit(1);
    await lab.complete('reduceRight');
    await screenshot(lab.page, 'jupyterlab-completion');
    await lab.page.keyboard.press('Enter');
    await lab.cell(1).filter({ hasText: 'lengths.reduce' }).waitFor();
    await lab.page.keyboard.press('Shift+Tab');
    await lab.page.locator('.jp-Tooltip').filter({ hasText: 'callbackfn' }).waitFor();
    await screenshot(lab.page, 'jupyterlab-inspection');
  });

  it('stops a running loop by the stop button, and forgets on restart', async () => {
    const lab = await open('stop', [
      "const before = 1;\nconsole.log('running');\nfor (;;) {}",
      'before + 1',
    ]);
    await lab.run(0);
    await lab.output(0).filter({ hasText: 'running' }).waitFor();
    await lab.interrupt();
    await lab.output(0).filter({ hasText: 'interrupted' }).waitFor();
    await screenshot(lab.page, 'jupyterlab-interrupted');
    await lab.run(1);
    await lab.output(1).filter({ hasText: '2' }).waitFor();
    await lab.restart();
    await lab.run(1);
    await lab.output(1).filter({ hasText: "Cannot find name 'before'" }).waitFor();
  });

  it('asks the reader for a line', async () => {
    const lab = await open('ask', ["const who = await input('Your name? ');\n`Hello, ${who}`"]);
    await lab.run(0);
    await lab.page.locator('.jp-Stdin-input').fill('Ada');
    await screenshot(lab.page, 'jupyterlab-input');
    await lab.page.keyboard.press('Enter');
    await lab.output(0).filter({ hasText: 'Hello, Ada' }).waitFor();
  });

  it('draws a slider that code hears of, where ipywidgets is installed', async function () {
    const lab = await open('slider', [
      `import { slider } from 'prunelab/display';
const density = slider({ label: 'density', min: 0, max: 10, value: 3 });
density.onChange((value) => console.log('moved to', value));
density`,
      'density.value * 100',
      'density.value = 9;',
    ]);
    const setUp = await lab.page.locator('#jupyter-config-data').textContent();
    if (!String(setUp).includes('@jupyter-widgets/jupyterlab-manager')) {
      process.stderr.write('\n  skipped: JupyterLab has no ipywidgets here\n');
      this.skip();
    }
    await lab.run(0);
    const handle = lab.output(0).locator('.noUi-handle, .ui-slider-handle').first();
    await handle.focus();
    await lab.page.keyboard.press('ArrowRight');
    await lab.output(0).filter({ hasText: 'moved to 4' }).waitFor();
    await lab.run(1);
    await lab.output(1).filter({ hasText: '400' }).waitFor();
    await lab.run(2);
    await lab.output(0).locator('.widget-readout').filter({ hasText: '9' }).waitFor();
    await screenshot(lab.page, 'jupyterlab-slider');
  });
});

/** Ends the kernels of a server, so that each test has the machine for itself. */
async function endKernels(server: JupyterServer): Promise<void> {
  const kernels = (await server.api('api/kernels')) as { id: string }[];
  await Promise.all(kernels.map(({ id }) => server.api(`api/kernels/${id}`, 'DELETE')));
}
