import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { cellFiles, cellSpecifier, isCellSpecifier } from '../../../src/kernel/compiler/files.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('cellSpecifier', () => {
  it('is what isCellSpecifier knows', () => {
    assert.equal(cellSpecifier(12), './cell[12]');
    assert.ok(isCellSpecifier(cellSpecifier(12)));
    for (const each of ['./cell', './cell[x]', '../cell[1]', 'cell[1]', './cell[1].js']) {
      assert.ok(!isCellSpecifier(each), each);
    }
  });
});

describe('cellFiles', () => {
  const folder = temporaryFolder();
  const text = (
    snapshot: { getText(a: number, b: number): string; getLength(): number } | undefined,
  ) => snapshot?.getText(0, snapshot.getLength());

  it('holds cells as files of the folder that exist nowhere else', () => {
    const files = cellFiles(folder(), {});
    const { host } = files;
    const file = files.name(3);
    assert.equal(file, path.join(folder(), 'cell[3].ts'));
    assert.equal(host.fileExists(file), false);
    files.put(file, 'let a;');
    assert.ok(host.fileExists(file) && host.getScriptFileNames().includes(file));
    assert.equal(text(host.getScriptSnapshot(file)), 'let a;');
    assert.equal(host.realpath?.(file), file);
    const version = host.getScriptVersion(file);
    files.put(file, 'let b;');
    assert.notEqual(host.getScriptVersion(file), version);
    files.remove(file);
    assert.equal(host.fileExists(file), false);
    assert.deepEqual(fs.readdirSync(folder()), []);
  });

  it('tells the compiler of what every cell can use', () => {
    const { host } = cellFiles(folder(), {});
    const [globals] = host.getScriptFileNames();
    assert.match(
      text(host.getScriptSnapshot(globals)) ?? '',
      /function input.*\n.*\n.*interrupted/,
    );
  });

  it('reads a file again when it has changed', () => {
    const { host } = cellFiles(folder(), {});
    const file = path.join(folder(), 'a.ts');
    assert.equal(host.getScriptSnapshot(file), undefined);
    fs.writeFileSync(file, 'one');
    assert.equal(text(host.getScriptSnapshot(file)), 'one');
    const version = host.getScriptVersion(file);
    fs.writeFileSync(file, 'two');
    fs.utimesSync(file, 5, 5);
    assert.equal(text(host.getScriptSnapshot(file)), 'two');
    assert.notEqual(host.getScriptVersion(file), version);
    fs.rmSync(file);
    assert.equal(host.getScriptSnapshot(file), undefined);
  });
});
