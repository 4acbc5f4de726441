import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { classCounts, type Dataset, makeDataset } from '../../src/data/dataset.js';
import { UserError } from '../../src/errors.js';

const parts: Omit<Dataset, 'size' | 'sha256'> = {
  name: 'toy',
  split: 'train',
  images: Uint8Array.of(1, 2, 3, 4, 5, 6),
  labels: Uint8Array.of(2, 0, 2),
  shape: [1, 1, 2],
  numClasses: 3,
  mean: [0.5],
  deviation: [0.25],
};

describe('dataset', () => {
  it('fills in size and checksum', () => {
    const { size, sha256 } = makeDataset(parts);
    const expected = createHash('sha256')
      .update(Buffer.of(1, 2, 3, 4, 5, 6, 2, 0, 2))
      .digest('hex');
    assert.deepEqual({ size, sha256 }, { size: 3, sha256: expected });
  });

  it('moves bytes into shared memory, and leaves alone what is there', () => {
    const first = makeDataset(parts);
    assert.ok(first.images.buffer instanceof SharedArrayBuffer);
    assert.ok(first.labels.buffer instanceof SharedArrayBuffer);
    assert.deepEqual([...first.images], [1, 2, 3, 4, 5, 6]);
    const second = makeDataset(first);
    assert.equal(second.images, first.images);
    assert.equal(second.labels, first.labels);
  });

  it('keeps floats as floats', () => {
    const { images } = makeDataset({ ...parts, images: Float32Array.of(0.5, -1, 2, 3, 4, 5) });
    assert.ok(images instanceof Float32Array && images.buffer instanceof SharedArrayBuffer);
    assert.deepEqual([...images], [0.5, -1, 2, 3, 4, 5]);
  });

  it('counts the classes', () => {
    assert.deepEqual(classCounts(makeDataset(parts)), [1, 0, 2]);
  });

  const refuses = (title: string, change: Partial<Dataset>, message: RegExp): void => {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => makeDataset({ ...parts, ...change }),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  };
  refuses(
    'a wrong number of pixels',
    { shape: [1, 2, 2] },
    /have 6 values, but 3 labels .* need 12/,
  );
  refuses('an impossible shape', { shape: [1, 0, 2] }, /three positive integers .* \[1, 0, 2\]/);
  refuses(
    'a label out of range',
    { numClasses: 2 },
    /Label 0 of the train split .* is 2, .* 0 to 1/,
  );
  refuses('statistics of other channels', { mean: [0, 0] }, /\(1\), but have 2 and 1/);
  refuses('a deviation of zero', { deviation: [0] }, /must be positive, but is 0/);
});
