import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { installKernel } from '../../../src/kernel/install/install.js';
import { ourKernels, readInstalled } from '../../../src/kernel/install/installed.js';
import { machineKernelJson, projectKernelJson } from '../../../src/kernel/install/kernel-json.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('installed kernels', () => {
  const folder = temporaryFolder();

  it('are found in every folder, ours alone', () => {
    const [one, two] = ['one', 'two'].map((name) => path.join(folder(), name));
    const main = path.join(folder(), 'main.js');
    fs.writeFileSync(main, '');
    installKernel(one, machineKernelJson(process.execPath, main, 'First'));
    installKernel(two, machineKernelJson(process.execPath, main, 'Second'), { name: 'b' });
    fs.mkdirSync(path.join(two, 'kernels', 'julia'));
    fs.writeFileSync(path.join(two, 'kernels', 'julia', 'kernel.json'), '{ "argv": ["julia"] }');
    fs.mkdirSync(path.join(two, 'kernels', 'empty'));
    const found = ourKernels([one, path.join(folder(), 'nowhere'), two]);
    assert.deepEqual(
      found.map(({ name, displayName, scope, fault }) => [name, displayName, scope, fault]),
      [
        ['prunelab', 'First', 'machine', undefined],
        ['b', 'Second', 'machine', undefined],
      ],
    );
    assert.equal(readInstalled(path.join(two, 'kernels', 'julia'))?.ours, false);
  });

  it('are said to be broken when their program or their Node is gone', () => {
    const main = path.join(folder(), 'main.js');
    const gone = installKernel(folder(), machineKernelJson(process.execPath, main, 'Gone'));
    assert.equal(readInstalled(gone)?.fault, `there is no ${main}`);
    fs.writeFileSync(main, '');
    const noNode = installKernel(folder(), machineKernelJson('/no/node', main, 'No Node'));
    assert.equal(readInstalled(noNode)?.fault, 'there is no /no/node');
  });

  it('of a project start what lies in its node_modules, wherever the project is', () => {
    const spec = installKernel(path.join(folder(), '.jupyter'), projectKernelJson('Ours'));
    const main = path.join(
      folder(),
      'node_modules',
      'prunelab',
      'dist',
      'src',
      'kernel',
      'main.js',
    );
    assert.equal(readInstalled(spec)?.fault, `there is no ${main}`);
    fs.mkdirSync(path.dirname(main), { recursive: true });
    fs.writeFileSync(main, '');
    assert.equal(readInstalled(spec)?.fault, undefined);
    assert.equal(readInstalled(spec)?.scope, 'project');
  });
});
