import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { installKernel, uninstallKernel } from '../../../src/kernel/install/install.js';
import { machineKernelJson } from '../../../src/kernel/install/kernel-json.js';
import { readKernelSpec } from '../../../src/kernel/headless/kernelspec.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const json = machineKernelJson('/usr/bin/node', '/opt/prunelab/main.js', 'TypeScript');

describe('installing the kernel', () => {
  const data = temporaryFolder();

  function foreignKernel(name: string): string {
    const folder = path.join(data(), 'kernels', name);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'kernel.json'), '{ "argv": ["julia"] }');
    return folder;
  }

  it('writes a kernelspec with logos, and nothing else', () => {
    const folder = installKernel(data(), json);
    assert.equal(folder, path.join(data(), 'kernels', 'prunelab'));
    assert.deepEqual(fs.readdirSync(folder).sort(), [
      'kernel.json',
      'logo-32x32.png',
      'logo-64x64.png',
      'logo-svg.svg',
    ]);
    assert.deepEqual(readKernelSpec(folder), {
      name: 'prunelab',
      displayName: 'TypeScript',
      argv: ['/usr/bin/node', '/opt/prunelab/main.js', '{connection_file}'],
      env: {},
      interruptMode: 'message',
    });
    for (const size of [32, 64]) {
      const png = fs.readFileSync(path.join(folder, `logo-${size}x${size}.png`));
      assert.equal(png.toString('latin1', 1, 4), 'PNG');
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
    }
  });

  it('writes over its own, and removes it once', () => {
    installKernel(data(), json, { name: 'lesson' });
    const other = machineKernelJson('/usr/bin/node', '/opt/other/main.js', 'TypeScript');
    const folder = installKernel(data(), other, { name: 'lesson' });
    assert.equal(readKernelSpec(folder).argv[1], '/opt/other/main.js');
    assert.equal(uninstallKernel(data(), 'lesson'), true);
    assert.equal(fs.existsSync(folder), false);
    assert.equal(uninstallKernel(data(), 'lesson'), false);
  });

  it("leaves another program's kernel alone unless it is forced", () => {
    const folder = foreignKernel('prunelab');
    assert.throws(
      () => installKernel(data(), json),
      /did not install\. Take another name .*--force/,
    );
    assert.throws(() => uninstallKernel(data()), /it is left alone.*jupyter kernelspec remove/);
    assert.deepEqual(readKernelSpec(folder).argv, ['julia']);
    installKernel(data(), json, { force: true });
    assert.equal(readKernelSpec(folder).argv[0], '/usr/bin/node');
  });

  it('takes a kernel.json that is no JSON for a foreign one', () => {
    fs.writeFileSync(path.join(foreignKernel('prunelab'), 'kernel.json'), '{');
    assert.throws(() => installKernel(data(), json), /did not install/);
  });

  it('refuses names that Jupyter refuses, or that lead elsewhere', () => {
    for (const name of ['', '..', 'a/b', 'Type Script', 'Upper']) {
      assert.throws(() => installKernel(data(), json, { name }), /cannot be a kernel's name/, name);
    }
    assert.deepEqual(fs.readdirSync(data()), []);
  });
});
