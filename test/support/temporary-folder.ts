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
