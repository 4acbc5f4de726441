import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { download, type DownloadOptions } from '../../src/data/download.js';
import { UserError } from '../../src/errors.js';
import { deadUrl, mirrors } from '../support/mirror.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const body = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 251);

describe('download', () => {
  const folder = temporaryFolder();
  const startMirror = mirrors();
  const target = (): string => path.join(folder(), 'cache', 'images.gz');
  const files = (): string[] => fs.readdirSync(path.dirname(target()));
  const get = (urls: string[], options: Partial<DownloadOptions> = {}): Promise<void> =>
    download(
      urls.map((url) => `${url}images.gz`),
      target(),
      {
        advice: 'Ask a friend.',
        defect: (file) => (fs.readFileSync(file).equals(body) ? undefined : 'other bytes'),
        attempts: 3,
        pause: 1,
        patience: 5000,
        ...options,
      },
    );
  const failure = async (promise: Promise<void>): Promise<string> => {
    const error: unknown = await promise.then(
      () => assert.fail('should have failed'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  };

  it('puts the file in its place, tells how far it is, and leaves nothing else', async () => {
    const mirror = await startMirror(() => ({ body }));
    const seen: [number, number | undefined][] = [];
    await get([mirror.url], { onProgress: (received, total) => seen.push([received, total]) });
    assert.ok(fs.readFileSync(target()).equals(body));
    assert.deepEqual(files(), ['images.gz']);
    assert.deepEqual(seen.at(-1), [body.length, body.length]);
    assert.ok(seen.every(([received], i) => i === 0 || received > seen[i - 1][0]));
  });

  it('resumes where a connection broke', async () => {
    const mirror = await startMirror((_, request) =>
      request === 0 ? { body, breakAfter: 40_000 } : { body },
    );
    await get([mirror.url]);
    assert.deepEqual(mirror.ranges, [undefined, 'bytes=40000-']);
    assert.ok(fs.readFileSync(target()).equals(body));
  });

  it('resumes when a server falls silent', async () => {
    const mirror = await startMirror((_, request) =>
      request === 0 ? { body, stallAfter: 30_000 } : { body },
    );
    await get([mirror.url], { patience: 150 });
    assert.deepEqual(mirror.ranges, [undefined, 'bytes=30000-']);
    assert.deepEqual(files(), ['images.gz']);
  });

  it('starts over with a server that ignores Range', async () => {
    const mirror = await startMirror((_, request) =>
      request === 0 ? { body, breakAfter: 40_000 } : { body, ignoreRange: true },
    );
    await get([mirror.url]);
    assert.equal(mirror.ranges[1], 'bytes=40000-');
    assert.ok(fs.readFileSync(target()).equals(body));
  });

  it('keeps what came when it gives up, and goes on from there in a later call', async () => {
    const broken = await startMirror(() => ({ body, breakAfter: 10_000 }));
    const message = await failure(get([broken.url], { attempts: 2 }));
    assert.match(
      message,
      /the connection broke: .*Ask a friend\. The 20000 bytes that came are kept/s,
    );
    assert.deepEqual(files(), ['images.gz.part']);
    const whole = await startMirror(() => ({ body }));
    await get([whole.url]);
    assert.deepEqual(whole.ranges, ['bytes=20000-']);
    assert.deepEqual(files(), ['images.gz']);
  });

  it('starts over when what was kept does not fit', async () => {
    const mirror = await startMirror(() => ({ body }));
    fs.mkdirSync(path.dirname(target()));
    fs.writeFileSync(`${target()}.part`, Buffer.alloc(500, 1));
    await get([mirror.url]);
    assert.deepEqual(mirror.ranges, ['bytes=500-', undefined]);
    assert.ok(fs.readFileSync(target()).equals(body));
  });

  it('starts over when what was kept is longer than the file', async () => {
    const mirror = await startMirror(() => ({ body }));
    fs.mkdirSync(path.dirname(target()));
    fs.writeFileSync(`${target()}.part`, Buffer.alloc(body.length + 1));
    await get([mirror.url]);
    assert.deepEqual(files(), ['images.gz']);
  });

  it('removes a file with a defect, asks once, and says what is wrong', async () => {
    const mirror = await startMirror(() => ({ body: body.subarray(1) }));
    const message = await failure(get([mirror.url]));
    assert.match(
      message,
      /Could not download images\.gz:\n.*images\.gz: other bytes\nAsk a friend\./,
    );
    assert.equal(mirror.ranges.length, 1);
    assert.deepEqual(files(), []);
  });

  it('takes the next mirror when one is corrupt, lacks the file or is down', async () => {
    const corrupt = await startMirror(() => ({ body: body.subarray(1) }));
    const lacking = await startMirror(() => ({ body, status: 404 }));
    const good = await startMirror(() => ({ body }));
    await get([corrupt.url, lacking.url, await deadUrl(), good.url]);
    assert.equal(lacking.ranges.length, 1);
    assert.deepEqual(files(), ['images.gz']);
  });

  it('asks a busy server again', async () => {
    const mirror = await startMirror((_, n) => (n < 2 ? { body, status: 503 } : { body }));
    await get([mirror.url]);
    assert.equal(mirror.ranges.length, 3);
    assert.deepEqual(files(), ['images.gz']);
  });

  it('says of every mirror why it failed, and leaves nothing', async () => {
    const busy = await startMirror(() => ({ body, status: 503 }));
    const dead = await deadUrl();
    const message = await failure(get([busy.url, dead]));
    assert.match(message, new RegExp(`${busy.url}images.gz: HTTP 503`));
    assert.match(message, new RegExp(`${dead}images.gz: .*ECONNREFUSED`));
    assert.equal(busy.ranges.length, 3);
    assert.deepEqual(files(), []);
  });

  it('lets several getters run at once', async () => {
    const mirror = await startMirror(() => ({ body }));
    await Promise.all([get([mirror.url]), get([mirror.url]), get([mirror.url])]);
    assert.ok(fs.readFileSync(target()).equals(body));
    assert.deepEqual(files(), ['images.gz']);
  });

  it('names a folder that cannot be made', async () => {
    fs.writeFileSync(path.dirname(target()), 'a file in the way');
    assert.match(await failure(get([])), /Cannot write .*images\.gz: .*PRUNELAB_DATA/);
  });

  it('passes on what the progress callback throws, and leaves nothing', async () => {
    const mirror = await startMirror(() => ({ body }));
    const stop = new Error('stop');
    const stopped = get([mirror.url], {
      onProgress: () => {
        throw stop;
      },
    });
    await assert.rejects(stopped, stop);
    assert.deepEqual(files(), []);
  });
});
