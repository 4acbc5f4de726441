import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.js';
import { readText } from '../../../src/kernel/notebook/read-text.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('readText', () => {
  const folder = temporaryFolder();
  const file = (bytes: Uint8Array): string => {
    const path = join(folder(), 'a.txt');
    writeFileSync(path, bytes);
    return path;
  };

  it('reads UTF-8, without a byte order mark', () => {
    assert.equal(readText(file(Buffer.from('nä🐙'))), 'nä🐙');
    assert.equal(readText(file(Buffer.from('\ufeffmarked'))), 'marked');
  });

  it('refuses other bytes rather than lose them', () => {
    const latin = file(Buffer.from([0x6e, 0xe4]));
    assert.throws(() => readText(latin), UserError);
    assert.throws(() => readText(latin), /a\.txt is not in UTF-8/);
  });

  it('leaves it to the caller to say that there is no file', () => {
    assert.throws(() => readText(join(folder(), 'none.txt')), { code: 'ENOENT' });
  });
});
