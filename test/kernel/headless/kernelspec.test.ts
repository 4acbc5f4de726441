import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { findKernel, readKernelSpec, stockTslab } from '../../../src/kernel/headless/kernelspec.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('kernelspec', () => {
  const folder = temporaryFolder();
  const save = (text: string): void => writeFileSync(join(folder(), 'kernel.json'), text);

  it('starts the installed tslab under this Node', () => {
    const { argv, interruptMode } = stockTslab();
    assert.equal(argv[0], process.execPath);
    assert.ok(existsSync(argv[1]), argv[1]);
    assert.deepEqual(argv.slice(2), ['kernel', '--config-path', '{connection_file}']);
    assert.equal(interruptMode, 'signal');
  });

  it('reads kernel.json and puts the folder in', () => {
    const argv = ['node', '{resource_dir}/x', '{connection_file}'];
    save(
      JSON.stringify({ argv, display_name: 'Mine', env: { A: '1' }, interrupt_mode: 'message' }),
    );
    assert.deepEqual(readKernelSpec(folder()), {
      name: basename(folder()),
      displayName: 'Mine',
      argv: ['node', `${folder()}/x`, '{connection_file}'],
      env: { A: '1' },
      interruptMode: 'message',
    });
  });

  it('finds a kernel by name or folder', () => {
    save('{"argv":["node"]}');
    assert.equal(findKernel('tslab').name, 'tslab');
    assert.deepEqual(findKernel(folder()).argv, ['node']);
    assert.throws(
      () => findKernel('tslap'),
      /no kernel or folder 'tslap'\. Expected prunelab, tslab or a folder .*mean 'tslab'\?$/,
    );
  });

  it('says what is wrong with a kernelspec', () => {
    const says = (pattern: RegExp) => (error: Error) =>
      error instanceof UserError && pattern.test(error.message);
    save('{');
    assert.throws(
      () => readKernelSpec(folder()),
      says(/Cannot read the kernelspec .*kernel\.json/),
    );
    save('{"argv":[]}');
    assert.throws(() => readKernelSpec(folder()), says(/has no argv/));
    assert.throws(() => readKernelSpec('no/such/folder'), says(/Cannot read the kernelspec/));
  });
});
