import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { abandonPart, claimPart, partSize } from '../../src/data/part-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('part-file', () => {
  const folder = temporaryFolder();
  const target = (): string => path.join(folder(), 'images.gz');

  it('gives every getter a part of its own', () => {
    const [a, b] = [claimPart(target()), claimPart(target())];
    assert.notEqual(a, b);
    assert.equal(path.dirname(a), folder());
    assert.equal(partSize(a), 0);
  });

  it('hands an abandoned part to one getter only', () => {
    fs.writeFileSync(`${target()}.part`, 'half');
    const [a, b] = [claimPart(target()), claimPart(target())];
    assert.deepEqual([partSize(a), partSize(b)], [4, 0]);
    assert.ok(!fs.existsSync(`${target()}.part`));
  });

  it('takes over from a process that has died, not from one that lives', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const owned = (owner: number): string => `${target()}.${os.hostname()}-${owner}-0123abcd.part`;
    fs.writeFileSync(owned(process.pid), 'living');
    assert.equal(partSize(claimPart(target())), 0);
    fs.writeFileSync(owned(pid), 'dead');
    assert.equal(partSize(claimPart(target())), 4);
    assert.ok(fs.existsSync(owned(process.pid)));
  });

  it('does not touch the parts of other machines and other files', () => {
    const others = [`${target()}.elsewhere.example-1-0123abcd.part`, `${target()}2.part`];
    for (const other of others) fs.writeFileSync(other, 'x');
    assert.equal(partSize(claimPart(target())), 0);
    assert.ok(others.every((other) => fs.existsSync(other)));
  });

  it('leaves bytes behind to be resumed, but no empty file', () => {
    const part = claimPart(target());
    abandonPart(part, target());
    assert.deepEqual(fs.readdirSync(folder()), []);
    fs.writeFileSync(part, 'half');
    abandonPart(part, target());
    assert.deepEqual(fs.readdirSync(folder()), ['images.gz.part']);
  });
});
