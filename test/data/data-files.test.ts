import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  type DownloadProgress,
  type FileOptions,
  obtainFiles,
  readFiles,
} from '../../src/data/data-files.js';
import { UserError } from '../../src/errors.js';
import { type Mirror, mirrors } from '../support/mirror.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tinyFile } from '../support/tiny-mnist.js';

const images = tinyFile('images.gz', Uint8Array.of(10, 20, 30));
const labels = tinyFile('labels.gz', Uint8Array.of(1));

describe('data files', () => {
  const folder = temporaryFolder();
  const startMirror = mirrors();
  const options = (): FileOptions => ({
    places: { cache: path.join(folder(), 'cache') },
    network: { attempts: 2, pause: 1 },
  });
  const withLocal = (): FileOptions => ({
    ...options(),
    places: { ...options().places, local: path.join(folder(), 'local') },
  });
  const cached = (name: string): string => path.join(folder(), 'cache', 'toy', name);
  const local = (name: string): string => path.join(folder(), 'local', name);
  const set = (...mirrorsOfSet: Mirror[]) => ({
    urls: mirrorsOfSet.map(({ url }) => url),
    files: [images.entry, labels.entry],
  });
  const goodMirror = (): Promise<Mirror> =>
    startMirror((file) => ({ body: (file === 'images.gz' ? images : labels).gzip }));
  const put = (file: string, bytes: Uint8Array): void => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
  };
  const says =
    (...parts: (string | RegExp)[]) =>
    (error: unknown): boolean => {
      assert.ok(error instanceof UserError, String(error));
      for (const part of parts) assert.match(error.message, new RegExp(part));
      return true;
    };

  it('downloads what is missing, once', async () => {
    const mirror = await goodMirror();
    const progress: DownloadProgress[] = [];
    const contents = await readFiles('toy', set(mirror), true, {
      ...options(),
      onProgress: (p) => progress.push(p),
    });
    assert.deepEqual([...contents.get('images.gz')!], [10, 20, 30]);
    assert.deepEqual([...contents.get('labels.gz')!], [1]);
    const total = images.gzip.length;
    assert.deepEqual(progress[0], { dataset: 'toy', file: 'images.gz', received: total, total });
    await readFiles('toy', set(mirror), true, options());
    assert.equal(mirror.ranges.length, 2);
  });

  it('says how to get a missing file when it may not download', async () => {
    await assert.rejects(
      readFiles('toy', { ...set(), urls: ['https://nowhere/'] }, false, withLocalFolder()),
      says(
        `Data set 'toy' is not here: images.gz was looked for in ${local('')}`.replace(/.$/, ''),
        cached('').replace(/.$/, ''),
        'Run `prunelab data get toy` to download it',
        'put images.gz, labels.gz into a folder and set PRUNELAB_DATA to it',
      ),
    );
  });

  it('asks for files that nobody publishes', async () => {
    const expected = says(
      'It cannot be downloaded; if you have it, put images.gz, labels.gz into a folder and set',
    );
    await assert.rejects(readFiles('toy', set(), true, options()), expected);
    await assert.rejects(obtainFiles('toy', set(), options()), expected);
    assert.deepEqual(fs.readdirSync(folder()), []);
  });

  const withLocalFolder = (): FileOptions => {
    fs.mkdirSync(local(''), { recursive: true });
    return withLocal();
  };

  it('names a corrupt download with both checksums and leaves nothing', async () => {
    const mirror = await startMirror(() => ({ body: labels.gzip }));
    await assert.rejects(
      readFiles('toy', set(mirror), true, options()),
      says(
        'Could not download images.gz',
        `1 bytes with sha256 ${labels.entry.sha256}, but 3 with sha256 ${images.entry.sha256}`,
        'Run `prunelab data get toy` again later',
      ),
    );
    assert.deepEqual(fs.readdirSync(cached('')), []);
  });

  it('names a corrupt file of the cache; getting the set replaces it', async () => {
    const mirror = await goodMirror();
    put(cached('images.gz'), images.gzip.subarray(0, 12));
    put(cached('labels.gz'), labels.gzip);
    await assert.rejects(
      readFiles('toy', set(mirror), true, options()),
      says(
        `images.gz is corrupt \\(${cached('images.gz')}\\)`,
        images.entry.gzip.sha256,
        'Run `prunelab data get toy` to download it again',
      ),
    );
    assert.equal(mirror.ranges.length, 0);
    assert.deepEqual(await obtainFiles('toy', set(mirror), options()), [
      { file: 'images.gz', path: cached('images.gz'), action: 'downloaded' },
      { file: 'labels.gz', path: cached('labels.gz'), action: 'found' },
    ]);
    assert.equal((await readFiles('toy', set(mirror), false, options())).size, 2);
  });

  it('reads a local folder, raw or compressed, and asks nobody for what is there', async () => {
    const mirror = await goodMirror();
    put(local('images'), images.content);
    put(local('toy/labels.gz'), labels.gzip);
    const contents = await readFiles('toy', set(mirror), true, withLocal());
    assert.deepEqual([...contents.get('images.gz')!], [10, 20, 30]);
    assert.deepEqual(mirror.ranges, []);
    assert.ok(!fs.existsSync(path.join(folder(), 'cache')));
  });

  it('never writes to the local folder: what it lacks goes to the cache', async () => {
    const mirror = await goodMirror();
    put(local('images.gz'), images.gzip);
    fs.chmodSync(local(''), 0o555);
    const before = fs.statSync(local('')).mtimeMs;
    await readFiles('toy', set(mirror), true, withLocal());
    assert.deepEqual(fs.readdirSync(local('')), ['images.gz']);
    assert.equal(fs.statSync(local('')).mtimeMs, before);
    assert.deepEqual(fs.readdirSync(cached('')), ['labels.gz']);
    fs.chmodSync(local(''), 0o755);
  });

  it('leaves a corrupt local file alone and says whose it is', async () => {
    const mirror = await goodMirror();
    put(local('images.gz'), labels.gzip);
    const expected = says(
      `images.gz is corrupt \\(${local('images.gz')}\\)`,
      `sha256 ${images.entry.sha256}`,
      'PRUNELAB_DATA, which is never written to',
    );
    await assert.rejects(readFiles('toy', set(mirror), true, withLocal()), expected);
    await assert.rejects(obtainFiles('toy', set(mirror), withLocal()), expected);
    assert.ok(fs.readFileSync(local('images.gz')).equals(labels.gzip));
    assert.deepEqual(mirror.ranges, []);
  });
});
