import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputPaths } from '../../../src/kernel/headless/output-paths.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('outputPaths', () => {
  const folder = temporaryFolder();

  it('takes a name ending with .ipynb for the file of one notebook', () => {
    const file = join(folder(), 'b.ipynb');
    assert.deepEqual(outputPaths(['a.ipynb'], file), [file]);
    assert.throws(() => outputPaths(['a.ipynb', 'c.ipynb'], file), /2 notebooks cannot all be/);
    assert.throws(() => outputPaths(['a.ipynb'], 'no/such/b.ipynb'), /The folder of .* not exist/);
  });

  it('takes any other name for a folder, and makes it', () => {
    const out = join(folder(), 'out', 'nested');
    assert.deepEqual(outputPaths(['x/a.ipynb', 'b.ipynb'], out), [
      join(out, 'a.ipynb'),
      join(out, 'b.ipynb'),
    ]);
    assert.ok(existsSync(out));
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    assert.throws(() => outputPaths(['a.ipynb'], file), /is a file, but no notebook/);
  });

  it('never writes two notebooks to one file, nor over what it reads', () => {
    const path = join(folder(), 'a.ipynb');
    assert.throws(() => outputPaths([path, 'x/a.ipynb'], 'out'), /Two notebooks are called a\.ip/);
    assert.throws(() => outputPaths([path], folder()), /would overwrite it/);
    assert.throws(() => outputPaths([path], path), /would overwrite it/);
    assert.equal(existsSync('out'), false);
  });
});
