import assert from 'node:assert/strict';
import { classCounts, makeDataset } from '../../src/data/dataset.js';
import { glyphs } from '../../src/data/glyphs.js';
import { randomLabels, shufflePixels, withoutTargets } from '../../src/data/relabel.js';
import { stream } from '../../src/math/rng.js';
import { mean } from '../../src/math/statistics.js';

const { train } = glyphs({ name: 'tiny', size: 14, train: 1000, test: 10, seed: 0 });

/** Two pictures of two channels and three pixels, every value another. */
const pair = makeDataset({
  name: 'pair',
  split: 'train',
  images: Uint8Array.of(1, 2, 3, 11, 12, 13, 4, 5, 6, 14, 15, 16),
  labels: Uint8Array.of(0, 1),
  targets: Float32Array.of(1, 0, 0, 1),
  shape: [2, 1, 3],
  numClasses: 2,
  mean: [0, 0],
  deviation: [1, 1],
});

describe('randomLabels', () => {
  it('draws labels uniformly over the classes, whatever they were', () => {
    const noisy = randomLabels(train, stream(1, 'noise'));
    // 100 of each are expected, with a standard deviation of 9.5; a tenth come out as they were
    assert.ok(classCounts(noisy).every((count) => count > 60 && count < 140));
    const same = noisy.labels.filter((label, i) => label === train.labels[i]).length;
    assert.ok(same > 60 && same < 140, String(same));
  });

  it('leaves the pictures and the given data alone, and has a checksum of its own', () => {
    const before = train.labels.slice();
    const noisy = randomLabels(train, stream(1, 'noise'));
    assert.equal(noisy.images, train.images);
    assert.deepEqual(train.labels, before);
    assert.notEqual(noisy.sha256, train.sha256);
    assert.deepEqual(noisy.labels, randomLabels(train, stream(1, 'noise')).labels);
    assert.notDeepEqual(noisy.labels, randomLabels(train, stream(2, 'noise')).labels);
  });

  it('drops targets, which told the old labels', () => {
    assert.equal(randomLabels(pair, stream(1, 'noise')).targets, undefined);
    assert.equal('targets' in withoutTargets(pair), false);
    assert.notEqual(pair.targets, undefined);
  });
});

describe('shufflePixels', () => {
  it('permutes the pixels of each picture, all channels alike, and keeps the labels', () => {
    const shuffled = shufflePixels(pair, stream(3, 'pixels'));
    for (const start of [0, 6]) {
      const first = Array.from(shuffled.images.subarray(start, start + 3));
      const second = Array.from(shuffled.images.subarray(start + 3, start + 6));
      assert.deepEqual(
        first.toSorted((a, b) => a - b),
        Array.from(pair.images.subarray(start, start + 3)),
      );
      assert.deepEqual(
        second,
        first.map((value) => value + 10),
      );
    }
    assert.deepEqual(shuffled.labels, pair.labels);
    assert.deepEqual(shuffled.targets, pair.targets);
    assert.deepEqual(pair.images.subarray(0, 3), Uint8Array.of(1, 2, 3));
  });

  it('gives every picture an order of its own', () => {
    const { images } = shufflePixels(
      makeDataset({
        ...withoutTargets(train),
        images: Uint8Array.from(train.images, (_, i) => i % 196),
      }),
      stream(1, 'pixels'),
    );
    const orders = Array.from({ length: 50 }, (_, i) =>
      images.subarray(i * 196, (i + 1) * 196).join(),
    );
    assert.equal(new Set(orders).size, 50);
  });

  it('leaves only the brightness of a picture', () => {
    const shuffled = shufflePixels(train, stream(1, 'pixels'));
    const brightness = (images: typeof train.images, i: number): number =>
      mean(Array.from(images.subarray(i * 196, (i + 1) * 196)));
    for (const i of [0, 7, 999])
      assert.equal(brightness(shuffled.images, i), brightness(train.images, i));
    assert.notDeepEqual(shuffled.images, train.images);
  });
});
