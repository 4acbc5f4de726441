import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A fresh folder for each test, gone after it; to be called in a `describe`. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-test-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

const left: string[] = [];

/** A fresh folder, gone when the test process ends; to be called anywhere. */
export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-test-'));
  left.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of left) fs.rmSync(folder, { recursive: true, force: true });
});
