import assert from 'node:assert/strict';
import { loadDataset } from '../../src/data/register.js';
import { adam } from '../../src/engine/optimizer.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { glorotNormal } from '../../src/models/initialise.js';
import { mlp } from '../../src/models/mlp.js';
import { stream } from '../../src/math/rng.js';
import { train } from '../../src/training/train.js';
import { classCounts, type Dataset } from '../../src/data/dataset.js';
import { glyphs, type GlyphOptions } from '../../src/data/glyphs.js';
import { UserError } from '../../src/errors.js';

const small: GlyphOptions = { size: 28, train: 200, test: 50, seed: 3 };
const picture = ({ images, shape }: Dataset, i: number): Uint8Array => {
  const pixels = shape[1] * shape[2];
  return images.slice(i * pixels, (i + 1) * pixels) as Uint8Array;
};

describe('glyphs', () => {
  it('are the same bits everywhere', () => {
    const sums = ([28, 14] as const).map((size) => {
      const { train, test } = glyphs({ ...small, size });
      return [train.sha256, test.sha256];
    });
    assert.deepEqual(sums, [
      [
        'de74db85e03aeb803dfa4071dee28729214b371d80c8e47103f7ecb1ffd83719',
        '56cf300a808f61b680b36b2c1eab9cbd41d32b660fd6bd0cc984cd873c433561',
      ],
      [
        'fbceecab21fa18a8929073771d2cfd11676674ccc6c7620fa3e9b5667c68a376',
        'bf12f87bea1845b6cc947dbf5f0e8c5a480c3fe19e523a2e295770d1659cc63e',
      ],
    ]);
  });

  it('do not depend on the size of the set', () => {
    const many = glyphs(small);
    const few = glyphs({ ...small, train: 7, test: 3 });
    assert.deepEqual(few.train.images, many.train.images.slice(0, 7 * 784));
    assert.deepEqual(few.test.images, many.test.images.slice(0, 3 * 784));
  });

  it('are shared bytes of the promised shape', () => {
    for (const size of [28, 14] as const) {
      const { train, test } = glyphs({ ...small, size });
      assert.deepEqual([train.size, test.size, train.numClasses], [200, 50, 10]);
      assert.deepEqual(train.shape, [1, size, size]);
      assert.equal(train.images.length, 200 * size * size);
      assert.ok(train.images instanceof Uint8Array);
      assert.ok(train.images.buffer instanceof SharedArrayBuffer);
      assert.equal(train.name, size === 28 ? 'glyphs' : 'glyphs-14');
    }
  });

  it('hold every digit equally often', () => {
    assert.deepEqual(classCounts(glyphs(small).train), new Array(10).fill(20));
    assert.deepEqual([...glyphs({ ...small, train: 12 }).train.labels.subarray(8)], [8, 9, 0, 1]);
  });

  it('differ from image to image, split to split and seed to seed', () => {
    const { train, test } = glyphs(small);
    const other = glyphs({ ...small, seed: 4 });
    const pictures = [0, 10, 20, 30].map((i) => picture(train, i));
    pictures.push(picture(test, 0), picture(other.train, 0), picture(other.test, 0));
    assert.equal(new Set(pictures.map((p) => p.join())).size, pictures.length);
  });

  it('are light ink on a dark ground, inside the picture', () => {
    const { train } = glyphs(small);
    for (let i = 0; i < train.size; i++) {
      const pixels = picture(train, i);
      const sorted = pixels.slice().sort();
      assert.ok(sorted[392] < 100, `ground of image ${i}`);
      assert.ok(sorted[784 - 12] > 90, `ink of image ${i}`);
    }
  });

  it('have the stated mean and deviation', () => {
    for (const size of [28, 14] as const) {
      const { train } = glyphs({ ...small, size, train: 2000 });
      let sum = 0;
      let squares = 0;
      for (const pixel of train.images) {
        const x = (pixel / 255 - train.mean[0]) / train.deviation[0];
        sum += x;
        squares += x * x;
      }
      assert.ok(Math.abs(sum / train.images.length) < 0.03);
      assert.ok(Math.abs(squares / train.images.length - 1) < 0.05);
    }
  });

  it('are hard for a linear model and not too easy for LeNet-300-100', async function () {
    this.timeout(120_000);
    const { train: digits, test } = await loadDataset('glyphs');
    const order = Int32Array.from({ length: digits.size }, (_, i) => i);
    /** Test accuracy in percent after as many iterations as a course run has. */
    const accuracy = (hidden: number[]): number => {
      const model = mlp({ inputShape: digits.shape, hidden, numClasses: digits.numClasses });
      const network = wasmEngine().compile(model, { batchSize: 60, optimizer: adam() });
      network.load(glorotNormal(model, stream(1, 'init')));
      train(network, {
        data: digits,
        examples: order,
        order: stream(1, 'order'),
        learningRate: 0.0012,
        to: 5000,
        after: () => undefined,
      });
      const result = 100 * network.evaluate(test).accuracy;
      network.dispose();
      return result;
    };
    const linear = accuracy([]);
    const lenet = accuracy([300, 100]);
    assert.ok(linear > 80 && linear < 92, `a linear model reaches ${linear} %`);
    assert.ok(lenet >= 97 && lenet <= 98.5, `LeNet-300-100 reaches ${lenet} %`);
  });

  it('can be told apart, but not by comparing with the mean of each class', () => {
    const { train, test } = glyphs({ ...small, train: 1000, test: 500 });
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    for (let i = 0; i < train.size; i++) {
      picture(train, i).forEach((pixel, j) => (means[train.labels[i]][j] += pixel / 100));
    }
    let correct = 0;
    for (let i = 0; i < test.size; i++) {
      const pixels = picture(test, i);
      const distances = means.map((m) => m.reduce((d, v, j) => d + (v - pixels[j]) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === test.labels[i]) correct++;
    }
    const accuracy = correct / test.size;
    assert.ok(accuracy > 0.5 && accuracy < 0.85, `accuracy ${accuracy}`);
  });

  const refuses = (title: string, change: object, message: RegExp): void => {
    it(`refuse ${title}`, () => {
      assert.throws(
        () => glyphs({ ...small, ...change }),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  };
  refuses('another size', { size: 32 }, /28 or 14 pixels wide, but got 32/);
  refuses('an empty split', { test: 0 }, /test split needs at least one image, but got 0/);
  refuses('half an image', { train: 1.5 }, /train split .* but got 1\.5/);
  refuses('a seed that is no integer', { seed: 0.5 }, /must be an integer, but got 0\.5/);
});
