import assert from 'node:assert/strict';
import { defaultPlaces, findFile } from '../../src/data/cache.js';
import { checkDataset } from '../../src/data/check.js';
import { classCounts } from '../../src/data/dataset.js';
import { readManifest } from '../../src/data/manifest.js';
import { parseMnist } from '../../src/data/mnist.js';
import { loadDataset } from '../../src/data/register.js';
import { tinyMnist } from '../support/tiny-mnist.js';

describe('mnist', () => {
  it('makes both splits of four IDX files', () => {
    const contents = new Map(tinyMnist().map(({ entry, content }) => [entry.name, content]));
    const { train, test } = parseMnist('mnist', contents);
    assert.deepEqual([train.name, train.split, train.size], ['mnist', 'train', 3]);
    assert.deepEqual([test.name, test.split, test.size], ['mnist', 'test', 2]);
    assert.deepEqual(train.shape, [1, 2, 2]);
    assert.deepEqual([...train.images], [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]);
    assert.deepEqual([...train.labels], [7, 0, 9]);
    assert.deepEqual([...test.labels], [1, 2]);
    assert.ok(train.images.buffer instanceof SharedArrayBuffer);
  });

  it('halves the pictures on demand, and standardises them by statistics of their own', () => {
    const contents = new Map(tinyMnist().map(({ entry, content }) => [entry.name, content]));
    const { train, test } = parseMnist('small', contents, { halve: true });
    assert.deepEqual([train.name, train.size, test.size], ['small', 3, 2]);
    assert.deepEqual(train.shape, [1, 1, 1]);
    assert.deepEqual([...train.images], [15, 55, 95]);
    assert.deepEqual([...test.images], [15, 55]);
    assert.deepEqual([...train.labels], [7, 0, 9]);
    assert.ok(Math.abs(train.mean[0] - 55 / 255) < 1e-15);
    assert.ok(Math.abs(train.deviation[0] - (40 * Math.sqrt(2 / 3)) / 255) < 1e-15);
    assert.deepEqual([test.mean, test.deviation], [train.mean, train.deviation]);
  });

  describe('the real files (needs MNIST: set PRUNELAB_DATA or run prunelab data get mnist)', () => {
    before(function () {
      const { files } = readManifest().mnist;
      const here = files.every((file) => findFile(defaultPlaces(), 'mnist', file));
      if (!here) this.skip();
    });

    it('are what everyone calls MNIST', async () => {
      const { train, test } = await loadDataset('mnist', { download: false });
      assert.deepEqual([train.size, test.size], [60_000, 10_000]);
      assert.deepEqual(train.shape, [1, 28, 28]);
      // As printed in the tutorials of PyTorch and TensorFlow.
      assert.deepEqual([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
      assert.deepEqual([...test.labels.subarray(0, 10)], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
      assert.deepEqual(
        classCounts(train),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
      );
      assert.deepEqual(classCounts(test), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
      // Row 7 of the first training image, the bar of the five.
      assert.deepEqual(
        [...train.images.subarray(7 * 28 + 6, 7 * 28 + 12)],
        [0, 49, 238, 253, 253, 253],
      );
    });

    it('are what everyone calls MNIST at half the size, too', async () => {
      const { train, test } = await loadDataset('mnist-14', { download: false });
      assert.deepEqual([train.name, train.size, test.size], ['mnist-14', 60_000, 10_000]);
      assert.deepEqual(train.shape, [1, 14, 14]);
      // numpy: np.floor(x.reshape(60000, 14, 2, 14, 2).mean((2, 4)) + 0.5), x the training images.
      assert.deepEqual(
        [...train.images.subarray(4 * 14 + 3, 4 * 14 + 9)],
        [5, 177, 217, 241, 98, 171],
      );
      assert.ok(Math.abs(train.mean[0] - 0.13078977591036414) < 1e-12);
      assert.ok(Math.abs(train.deviation[0] - 0.28027586297749546) < 1e-12);
    });

    for (const name of ['mnist', 'mnist-14']) {
      it(`are standardised to mean 0 and deviation 1 as ${name}`, async () => {
        const { train } = await loadDataset(name, { download: false });
        const histogram = new Float64Array(256);
        for (const pixel of train.images) histogram[pixel]++;
        let sum = 0;
        let squares = 0;
        histogram.forEach((count, pixel) => {
          const x = (pixel / 255 - train.mean[0]) / train.deviation[0];
          sum += count * x;
          squares += count * x * x;
        });
        assert.ok(Math.abs(sum / train.images.length) < 1e-9);
        assert.ok(Math.abs(squares / train.images.length - 1) < 1e-9);
      });

      it(`pass the check as ${name}`, async () => {
        const findings = await checkDataset(name);
        assert.deepEqual(
          findings.map(({ subject, status }) => `${subject}: ${status}`),
          [
            'train-images-idx3-ubyte.gz: ok',
            'train-labels-idx1-ubyte.gz: ok',
            't10k-images-idx3-ubyte.gz: ok',
            't10k-labels-idx1-ubyte.gz: ok',
            'train split: ok',
            'test split: ok',
          ],
        );
      });
    }
  });
});
