import assert from 'node:assert/strict';
import {
  machineKernelJson,
  mainOf,
  projectKernelJson,
  scopeOf,
} from '../../../src/kernel/install/kernel-json.js';

describe('kernel.json', () => {
  it('says what Jupyter needs to know', () => {
    assert.deepEqual(machineKernelJson('/bin/node', '/lab/main.js', 'TypeScript'), {
      argv: ['/bin/node', '/lab/main.js', '{connection_file}'],
      display_name: 'TypeScript',
      language: 'typescript',
      interrupt_mode: 'message',
      metadata: { debugger: false, prunelab: { scope: 'machine' } },
    });
  });

  it('is known as ours, and whose it is', () => {
    assert.equal(scopeOf(machineKernelJson('node', 'main.js', '')), 'machine');
    assert.equal(scopeOf(projectKernelJson('')), 'project');
    for (const foreign of [undefined, [], {}, { metadata: { debugger: true } }]) {
      assert.equal(scopeOf(foreign), undefined);
    }
  });

  it('names the program it starts', () => {
    const main = mainOf(projectKernelJson(''), '/project/.jupyter/kernels/prunelab');
    assert.equal(main, '/project/node_modules/prunelab/dist/src/kernel/main.js');
    assert.equal(mainOf({ argv: ['node'] }, '/project'), undefined);
  });
});
