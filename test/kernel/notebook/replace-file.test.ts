import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../../src/kernel/notebook/replace-file.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('replaceFile', () => {
  const folder = temporaryFolder();

  it('makes a file, replaces it, keeps its mode, and leaves nothing else', () => {
    const path = join(folder(), 'a.txt');
    replaceFile(path, 'one');
    assert.equal(readFileSync(path, 'utf8'), 'one');
    writeFileSync(join(folder(), 'b.txt'), '', { mode: 0o600 });
    replaceFile(join(folder(), 'b.txt'), 'two');
    assert.deepEqual(readdirSync(folder()), ['a.txt', 'b.txt']);
    if (process.platform !== 'win32') {
      assert.equal(statSync(join(folder(), 'b.txt')).mode & 0o777, 0o600);
    }
  });

  it('writes to where a link leads', function () {
    if (process.platform === 'win32') this.skip();
    const target = join(folder(), 'a.txt');
    writeFileSync(target, 'one');
    symlinkSync(target, join(folder(), 'link'));
    replaceFile(join(folder(), 'link'), 'two');
    assert.equal(readFileSync(target, 'utf8'), 'two');
  });

  it('leaves nothing behind when it cannot', () => {
    mkdirSync(join(folder(), 'a'));
    assert.throws(() => replaceFile(join(folder(), 'a'), 'one'));
    assert.deepEqual(readdirSync(folder()), ['a']);
  });
});
