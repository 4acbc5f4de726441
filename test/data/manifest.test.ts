import assert from 'node:assert/strict';
import { readManifest } from '../../src/data/manifest.js';

const checksum = /^[0-9a-f]{64}$/;

describe('manifest', () => {
  for (const [name, entry] of Object.entries(readManifest())) {
    it(`tells of ${name} what one must see`, () => {
      for (const split of [entry.splits.train, entry.splits.test]) {
        assert.equal(split.perClass.length, entry.numClasses);
        assert.equal(
          split.perClass.reduce((a, b) => a + b, 0),
          split.size,
        );
        // Nobody here has seen the official CIFAR-10 yet: its archive's checksum vouches for it.
        if (entry.filesOf !== 'cifar-10') assert.match(split.sha256 ?? 'none', checksum);
      }
      const brought = entry.description.endsWith('bring it yourself');
      assert.equal(entry.urls.length > 0, entry.files.length > 0 && !brought);
      assert.ok(readManifest()[entry.filesOf].files === entry.files);
      assert.ok(entry.urls.every((url) => url.startsWith('https://') && url.endsWith('/')));
      for (const { name: file, gzip, sha256, bytes } of entry.files) {
        assert.match(file, /\.gz$/);
        assert.match(gzip.sha256, checksum);
        if (file.endsWith('.tar.gz')) {
          assert.deepEqual([sha256, bytes], [undefined, undefined]);
        } else {
          assert.match(sha256 ?? 'none', checksum);
        }
      }
    });
  }

  it('gives the lengths that the shapes of MNIST demand', () => {
    const { files, splits } = readManifest().mnist;
    const { train, test } = splits;
    assert.deepEqual(
      files.map(({ bytes }) => bytes),
      [16 + 784 * train.size, 8 + train.size, 16 + 784 * test.size, 8 + test.size],
    );
  });
});
