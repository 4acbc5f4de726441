import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readTar } from '../../../src/data/cifar-10/tar.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { tarBytes } from '../../support/tiny-cifar.js';

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

describe('tar', () => {
  const folder = temporaryFolder();

  it('reads files of any length, and passes over folders', () => {
    const contents: [string, Uint8Array][] = [0, 1, 511, 512, 513, 2000].map((n, i) => [
      `folder/${n}.bin`,
      bytes(n, i + 1),
    ]);
    const files = readTar(tarBytes([['folder/', bytes(0, 0)], ...contents]));
    assert.deepEqual(
      [...files.keys()],
      contents.map(([name]) => name),
    );
    for (const [name, content] of contents) assert.deepEqual([...files.get(name)!], [...content]);
  });

  it('reads what the tar of this machine writes', function () {
    const [first, second] = ['a.txt', `${'long-'.repeat(25)}b.txt`];
    const under = path.join(folder(), 'x'.repeat(60));
    fs.mkdirSync(under);
    fs.writeFileSync(path.join(under, first), 'one');
    fs.writeFileSync(path.join(under, second.slice(-40)), bytes(700, 7));
    const archive = path.join(folder(), 'archive.tar');
    const arguments_ = ['--format=ustar', '-cf', archive, '-C', folder(), path.basename(under)];
    if (spawnSync('tar', arguments_).status !== 0) this.skip();
    const files = readTar(fs.readFileSync(archive));
    const name = (file: string): string => `${path.basename(under)}/${file}`;
    assert.deepEqual([...files.keys()].sort(), [name(first), name(second.slice(-40))].sort());
    assert.equal(Buffer.from(files.get(name(first))!).toString(), 'one');
    assert.deepEqual([...files.get(name(second.slice(-40)))!], [...bytes(700, 7)]);
  });

  it('notices an archive that is cut off or none', () => {
    const archive = tarBytes([['a', bytes(600, 1)]]);
    assert.throws(() => readTar(archive.subarray(0, 1000)), /cut off, or broken at byte 0/);
    assert.throws(() => readTar(bytes(1024, 65)), /broken at byte 0/);
    assert.equal(readTar(new Uint8Array()).size, 0);
  });
});
