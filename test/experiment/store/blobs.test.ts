import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { entryOf, readBlob, writeBlob } from '../../../src/experiment/store/blobs.js';
import { encodeTensor } from '../../../src/experiment/store/tensor-blob.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('blobs', () => {
  const tensor = Float32Array.from([1, 0, 0, 2]);
  const { sha256, dtype, length } = entryOf(tensor);

  function written(): { folder: string; file: string; draft: string } {
    const folder = newFolder();
    const file = path.join(folder, 'ab', 'blob');
    const draft = path.join(folder, 'draft');
    writeBlob(file, draft, tensor, sha256);
    return { folder, file, draft };
  }

  it('are written once and leave no draft', () => {
    const { folder, file, draft } = written();
    assert.deepEqual([dtype, length], ['F32', 4]);
    assert.deepEqual(readBlob(file, sha256, 'run'), tensor);
    assert.deepEqual(fs.readdirSync(folder), ['ab']);
    const { ino } = fs.statSync(file);
    writeBlob(file, draft, tensor, sha256);
    assert.equal(fs.statSync(file).ino, ino, 'the file was not replaced');
  });

  for (const [what, spoil] of [
    ['cut short', (blob: Buffer) => blob.subarray(0, -3)],
    ['empty', () => Buffer.alloc(0)],
    ['of another tensor', () => encodeTensor(Float32Array.from([1, 0, 0, 3]))],
  ] as const) {
    it(`are refused when ${what}, and mended by writing the tensor again`, () => {
      const { file, draft } = written();
      fs.writeFileSync(file, spoil(fs.readFileSync(file)));
      assert.throws(() => readBlob(file, sha256, '/store/fake-v1/12ab'), {
        name: 'UserError',
        message:
          /^The tensor file .*blob is damaged: .* remove its folder \/store\/fake-v1\/12ab and start/,
      });
      writeBlob(file, draft, tensor, sha256);
      assert.deepEqual(readBlob(file, sha256, 'run'), tensor);
    });
  }

  it('are missed with the file named', () => {
    assert.throws(() => readBlob('/no/such/blob', sha256, '/store/fake-v1/12ab'), {
      name: 'UserError',
      message: /^The tensor file \/no\/such\/blob is missing\. .* remove its folder \/store\/fake/,
    });
  });

  it('pass on an error that is not about what they hold', () => {
    assert.throws(() => readBlob(newFolder(), sha256, 'run'), { code: 'EISDIR' });
  });
});
