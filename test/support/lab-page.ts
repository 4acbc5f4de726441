import { type Browser, errors, type Locator, type Page } from 'playwright-core';

/** A notebook open in JupyterLab, or in Notebook 7, which is made of the same parts. */
export interface LabPage {
  readonly page: Page;
  cell(index: number): Locator;
  /** What a cell has shown. */
  output(index: number): Locator;
  /** Runs every cell, one by one as a reader would with Run All. */
  runAll(): Promise<void>;
  /** Runs one cell. */
  run(index: number): Promise<void>;
  /** Presses the toolbar's stop button. */
  interrupt(): Promise<void>;
  /** Presses the toolbar's restart button, says yes, and waits until the new kernel is idle. */
  restart(): Promise<void>;
  /** Puts the cursor behind the last character of a cell. */
  edit(index: number): Promise<void>;
  /** Presses Tab, as often as a patient reader would, until a name is offered. */
  complete(name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Waits, in the page, until the kernel answers: what is run before is lost, and nothing on the page
 * tells. The server must have been started with `expose_app_in_browser`.
 */
const kernelIsReady = `(async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget.context;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
})()`;

/** Waits until the kernel has gone and is idle again. */
const kernelIsRestarted = `new Promise((done) => {
  const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
  let gone = false;
  kernel.statusChanged.connect((_, status) => {
    if (status === 'restarting' || status === 'starting') gone = true;
    if (gone && status === 'idle') done();
  });
})`;

const PRESSES = 10;

async function isSoonVisible(element: Locator): Promise<boolean> {
  try {
    await element.waitFor({ timeout: 2000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** Opens a notebook's address and waits until its kernel answers. */
export async function openLabPage(browser: Browser, url: string): Promise<LabPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  const cell = (index: number): Locator => page.locator('.jp-Notebook .jp-CodeCell').nth(index);
  await cell(0).waitFor();
  await page.evaluate(kernelIsReady);
  const menu = async (name: string, item: string): Promise<void> => {
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const button = (command: string): Promise<void> =>
    page.locator(`[data-command="${command}"]`).click();
  return {
    page,
    cell,
    output: (index) => cell(index).locator('.jp-OutputArea-output'),
    runAll: () => menu('Run', 'Run All Cells'),
    run: async (index) => {
      await cell(index).locator('.cm-content').click();
      await page.keyboard.press('Control+Enter');
    },
    interrupt: () => button('notebook:interrupt-kernel'),
    restart: async () => {
      const restarted = page.evaluate(kernelIsRestarted);
      await button('notebook:restart-kernel');
      await page.locator('.jp-Dialog .jp-mod-accept').click();
      await restarted;
    },
    edit: async (index) => {
      await cell(index).locator('.cm-content').click();
      await page.keyboard.press('Control+End');
    },
    complete: async (name) => {
      const popup = page.locator('.jp-Completer').filter({ hasText: name });
      // JupyterLab waits a second for the kernel and then gives up without a word.
      for (let i = 1; i < PRESSES; i++) {
        await page.keyboard.press('Tab');
        if (await isSoonVisible(popup)) return;
      }
      await page.keyboard.press('Tab');
      await popup.waitFor();
    },
    close: () => page.close(),
  };
}
