import assert from 'node:assert/strict';
import { defaultPlaces, findFile } from '../../../src/data/cache.js';
import { checkDataset } from '../../../src/data/check.js';
import { parseCifar10 } from '../../../src/data/cifar-10/cifar-10.js';
import { readManifest } from '../../../src/data/manifest.js';
import { loadDataset } from '../../../src/data/register.js';
import { cifarBatch, tarBytes } from '../../support/tiny-cifar.js';

const first = cifarBatch([3, 9], (record, position) => record + position);
const second = cifarBatch([0], (_, position) => 255 - position);
const test = cifarBatch([7], () => 100);

describe('cifar-10', () => {
  it('reads the archive and loose batches alike', () => {
    const archive = tarBytes([
      ['cifar-10-batches-bin/', new Uint8Array()],
      ['cifar-10-batches-bin/test_batch.bin', test],
      ['cifar-10-batches-bin/data_batch_2.bin', second],
      ['cifar-10-batches-bin/readme.html', Uint8Array.of(60)],
      ['cifar-10-batches-bin/data_batch_1.bin', first],
    ]);
    const loose = new Map([
      ['data_batch_1.bin.gz', first],
      ['data_batch_2.bin.gz', second],
      ['test_batch.bin.gz', test],
    ]);
    const fromArchive = new Map([['cifar-10-binary.tar.gz', archive]]);
    const pair = parseCifar10('cifar-10', fromArchive, { side: 32 });
    assert.deepEqual(pair, parseCifar10('cifar-10', loose, { side: 32 }));
    const { train } = pair;
    assert.deepEqual([train.name, train.split, train.size], ['cifar-10', 'train', 3]);
    assert.deepEqual(train.shape, [3, 32, 32]);
    assert.deepEqual([...train.labels], [3, 9, 0]);
    assert.deepEqual([...train.images.subarray(0, 3)], [0, 1, 2]);
    assert.deepEqual([...train.images.subarray(3072, 3075)], [1, 2, 3]);
    assert.deepEqual([...train.images.subarray(6144, 6147)], [255, 254, 253]);
    assert.ok(train.images.buffer instanceof SharedArrayBuffer);
    assert.deepEqual([pair.test.split, pair.test.size, pair.test.labels[0]], ['test', 1, 7]);
    assert.deepEqual(
      pair.test.mean,
      train.mean,
      'the test split is standardised like the training',
    );
  });

  it('halves the pictures on demand, channel by channel', () => {
    const files = new Map([
      // Channel c has the value 10 c everywhere but in its last pixel.
      [
        'data_batch_1.bin',
        cifarBatch([1], (_, i) => 10 * Math.floor(i / 1024) + (i % 1024 === 1023 ? 4 : 0)),
      ],
      ['test_batch.bin', test],
    ]);
    const { train } = parseCifar10('small', files, { side: 16 });
    assert.deepEqual(train.shape, [3, 16, 16]);
    assert.deepEqual([...train.images.subarray(254, 257)], [0, 1, 10]);
    assert.deepEqual([train.images[511], train.images[767]], [11, 21]);
    assert.ok(Math.abs(train.mean[2] - (20 + 1 / 256) / 255) < 1e-12);
  });

  it('says what is wrong with a file', () => {
    const parse =
      (...files: [string, Uint8Array][]) =>
      () =>
        parseCifar10('cifar-10', new Map(files), { side: 32 });
    assert.throws(
      parse(['data_batch_1.bin', first.subarray(1)], ['test_batch.bin', test]),
      /data_batch_1\.bin is no batch of CIFAR-10: it has 6145 bytes/,
    );
    assert.throws(parse(['data_batch_1.bin', first]), /missing: .*test_batch\.bin/);
  });

  const here = (name: string): boolean => {
    const { files, filesOf } = readManifest()[name];
    return files.every((file) => findFile(defaultPlaces(), filesOf, file));
  };

  describe('the official files (needs CIFAR-10: run prunelab data get cifar-10)', () => {
    before(function () {
      if (!here('cifar-10')) this.skip();
    });

    it('have the mean and deviation that everyone uses, and the classes promised', async () => {
      const { train } = await loadDataset('cifar-10', { download: false });
      const close = (a: readonly number[], b: readonly number[]): void =>
        a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-8));
      close(train.mean, [0.4913996898739353, 0.4821584196221302, 0.44653092422369434]);
      close(train.deviation, [0.24703223517429462, 0.2434851308749409, 0.26158784442034005]);
      for (const name of ['cifar-10', 'cifar-10-16']) {
        assert.ok((await checkDataset(name)).every(({ status }) => status === 'ok'));
      }
    });
  });

  describe('the JPEG copies (needs them in PRUNELAB_DATA)', () => {
    before(function () {
      if (!here('cifar-10-jpeg')) this.skip();
    });

    it('pass the check, whole and halved', async () => {
      for (const name of ['cifar-10-jpeg', 'cifar-10-jpeg-16']) {
        const findings = await checkDataset(name);
        assert.deepEqual(new Set(findings.map(({ status }) => status)), new Set(['ok']));
      }
    });

    it('look like CIFAR-10', async () => {
      const { train } = await loadDataset('cifar-10-jpeg', { download: false });
      [0.4914, 0.48216, 0.44653].forEach((mean, channel) => {
        assert.ok(Math.abs(train.mean[channel] - mean) < 0.003);
      });
    });
  });
});
