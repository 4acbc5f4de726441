import fs from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A Chromium of this machine; undefined if there is none on the PATH. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

export function startChromium(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, which containers do.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, chromiumSandbox: !asRoot });
}

/** Saves what the page shows, if PRUNELAB_TEST_SCREENSHOTS names a folder, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.PRUNELAB_TEST_SCREENSHOTS ?? '';
  if (folder === '') return;
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
