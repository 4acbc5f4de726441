import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DataPlaces, defaultPlaces, findFile, inspectFile } from '../../src/data/cache.js';
import { UserError } from '../../src/errors.js';
import { packageRoot } from '../../src/package-root.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tinyFile } from '../support/tiny-mnist.js';

const { entry, content, gzip } = tinyFile('labels.gz', Uint8Array.of(1, 2, 3, 4, 5));

describe('cache', () => {
  const folder = temporaryFolder();
  const places = (): DataPlaces => ({
    cache: path.join(folder(), 'cache'),
    local: path.join(folder(), 'local'),
  });
  const put = (...parts: string[]): string => {
    const file = path.join(folder(), ...parts);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, gzip);
    return file;
  };

  describe('finding a file', () => {
    it('prefers the local folder, then its sub-folder, then the cache', () => {
      fs.mkdirSync(places().local!);
      assert.equal(findFile(places(), 'toy', entry), undefined);
      const inCache = put('cache', 'toy', 'labels.gz');
      assert.deepEqual(findFile(places(), 'toy', entry), { path: inCache, place: 'cache' });
      const below = put('local', 'toy', 'labels.gz');
      const local = { path: below, place: 'PRUNELAB_DATA' };
      assert.deepEqual(findFile(places(), 'toy', entry), local);
      const direct = put('local', 'labels.gz');
      assert.deepEqual(findFile(places(), 'toy', entry), { ...local, path: direct });
    });

    it('takes a decompressed file too', () => {
      const raw = put('local', 'labels');
      assert.equal(findFile(places(), 'toy', entry)?.path, raw);
    });

    it('looks only into the cache when there is no local folder', () => {
      put('local', 'labels.gz');
      assert.equal(findFile({ cache: places().cache }, 'toy', entry), undefined);
    });

    it('does not take a folder for a file', () => {
      fs.mkdirSync(path.join(places().local!, 'labels.gz'), { recursive: true });
      assert.equal(findFile(places(), 'toy', entry), undefined);
    });

    it('says so when PRUNELAB_DATA is no folder', () => {
      assert.throws(
        () => findFile(places(), 'toy', entry),
        (e) => e instanceof UserError && /PRUNELAB_DATA is .*local, which is not/.test(e.message),
      );
    });
  });

  describe('looking into a file', () => {
    const inspect = (bytes: Uint8Array): ReturnType<typeof inspectFile> => {
      const file = path.join(folder(), 'file');
      fs.writeFileSync(file, bytes);
      return inspectFile(file, entry);
    };

    it('accepts the content raw and however it is compressed', () => {
      for (const bytes of [content, gzip, gzipSync(content, { level: 0 })]) {
        const inspection = inspect(bytes);
        assert.equal(inspection.status, 'ok');
        assert.deepEqual([...inspection.content], [1, 2, 3, 4, 5]);
      }
    });

    it('reports other content with both checksums', () => {
      // sha256 of the bytes 1, 2, 3, 4, by sha256sum.
      const found = '9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a';
      for (const bytes of [content.subarray(0, 4), gzipSync(content.subarray(0, 4))]) {
        const inspection = inspect(bytes);
        assert.equal(inspection.status, 'corrupt');
        assert.deepEqual([inspection.expected, inspection.found], [entry.sha256, found]);
        assert.match(inspection.defect, new RegExp(`has 4 bytes with sha256 ${found}, but 5 with`));
      }
    });

    it('reports what cannot be decompressed with the checksums of the compressed file', () => {
      for (const bytes of [gzip.subarray(0, gzip.length - 6), gzipSync(new Uint8Array(6))]) {
        const inspection = inspect(bytes);
        assert.equal(inspection.status, 'corrupt');
        assert.equal(inspection.expected, entry.gzip.sha256);
        assert.notEqual(inspection.found, inspection.expected);
        assert.match(inspection.defect, /cannot be decompressed .* were expected/);
      }
    });
  });

  it('holds an archive against its checksum as it is published', () => {
    const archive = { name: 'all.tar.gz', gzip: entry.gzip };
    const file = path.join(folder(), 'all.tar.gz');
    fs.writeFileSync(file, gzip);
    const whole = inspectFile(file, archive);
    assert.equal(whole.status, 'ok');
    assert.deepEqual([...whole.content], [1, 2, 3, 4, 5]);
    fs.writeFileSync(file, gzipSync(content, { level: 0 }));
    const other = inspectFile(file, archive);
    assert.equal(other.status, 'corrupt');
    assert.equal(other.expected, entry.gzip.sha256);
    assert.match(other.defect, new RegExp(`but ${gzip.length} with sha256 ${other.expected}`));
  });

  it('caches under the package and follows PRUNELAB_DATA', () => {
    const before = process.env.PRUNELAB_DATA;
    const cache = path.join(packageRoot(), 'datasets', 'cache');
    try {
      process.env.PRUNELAB_DATA = folder();
      assert.deepEqual(defaultPlaces(), { cache, local: folder() });
      process.env.PRUNELAB_DATA = '';
      assert.deepEqual(defaultPlaces(), { cache });
    } finally {
      if (before === undefined) delete process.env.PRUNELAB_DATA;
      else process.env.PRUNELAB_DATA = before;
    }
  });
});
