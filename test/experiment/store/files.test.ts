import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readJson, writeWhole, writingTo } from '../../../src/experiment/store/files.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('files', () => {
  it('replaces a file in one step and leaves nothing beside it', () => {
    const folder = newFolder();
    const file = path.join(folder, 'a.json');
    writeWhole(file, '{"n":1}');
    writeWhole(file, '{"n":2}');
    assert.deepEqual(readJson(file), { n: 2 });
    assert.deepEqual(fs.readdirSync(folder), ['a.json']);
    assert.throws(() => writeWhole(path.join(folder, 'no-folder', 'b'), 'x'), { code: 'ENOENT' });
  });

  it('tells a person when the file system refuses, and passes on everything else', () => {
    const refuse = (code: string) => (): never => {
      throw Object.assign(new Error(code), { code });
    };
    assert.throws(() => writingTo('/store', refuse('ENOSPC')), {
      name: 'UserError',
      message: /Nothing could be written to \/store: the disk is full\. What was finished is kept/,
    });
    assert.throws(() => writingTo('/store', refuse('EIO')), { name: 'Error', code: 'EIO' });
    assert.equal(
      writingTo('/store', () => 7),
      7,
    );
  });
});
