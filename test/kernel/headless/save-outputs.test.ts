import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveOutputs } from '../../../src/kernel/headless/save-outputs.js';
import { readNotebook } from '../../../src/kernel/notebook/notebook.js';
import { saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('saveOutputs', () => {
  const folder = temporaryFolder();
  const saved = (): { path: string; text: string } => {
    const path = join(folder(), 'a.ipynb');
    saveNotebook(path, ['1 + 1']);
    return { path, text: readFileSync(path, 'utf8') };
  };

  it('writes the notebook', () => {
    const { path, text } = saved();
    const notebook = readNotebook(path);
    assert.equal(saveOutputs(path, { ...notebook, metadata: { ran: 1 } }, text), undefined);
    assert.deepEqual(readNotebook(path).metadata, { ran: 1 });
  });

  it('leaves a notebook alone that was edited meanwhile', () => {
    const { path, text } = saved();
    const notebook = readNotebook(path);
    const edited = text.replace('1 + 1', '2 + 2');
    writeFileSync(path, edited);
    assert.match(saveOutputs(path, notebook, text) ?? '', /edited while it ran/);
    assert.equal(readFileSync(path, 'utf8'), edited);
  });

  it('says why it cannot write', () => {
    const { path } = saved();
    const nowhere = join(folder(), 'none', 'a.ipynb');
    assert.match(saveOutputs(nowhere, readNotebook(path), undefined) ?? '', /ENOENT/);
  });
});
