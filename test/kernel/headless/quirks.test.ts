import assert from 'node:assert/strict';
import { join } from 'node:path';
import { stockTslab } from '../../../src/kernel/headless/kernelspec.js';
import { runNotebook } from '../../../src/kernel/headless/run-notebook.js';
import { saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('quirks of stock tslab', () => {
  const folder = temporaryFolder();

  it('are made up for: it runs on after an error, and a rejection nobody awaits is found', async () => {
    const path = saveNotebook(join(folder(), 'a.ipynb'), [
      { source: 'throw new Error("wanted")', tags: ['raises-exception'] },
      'console.log("not put aside")',
      'void Promise.reject(new Error("late"));',
    ]);
    const { message, cells } = await runNotebook(path, { kernel: stockTslab() });
    const said = { output_type: 'stream', name: 'stdout', text: 'not put aside\n' };
    assert.deepEqual(cells[1].outputs, [said]);
    assert.match(message!, /cell 3 .*an error that nobody handled\nUnhandledPromise.*Error: late/);
  });
});
