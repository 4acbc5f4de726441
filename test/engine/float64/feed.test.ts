import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import { feed64 } from '../../../src/engine/float64/feed.js';

/** Two pictures of two channels, 1 x 3. */
const bytes = makeDataset({
  name: 'pictures',
  split: 'train',
  numClasses: 2,
  images: Uint8Array.from({ length: 12 }, (_, i) => 10 * i),
  labels: Uint8Array.of(0, 1),
  shape: [2, 1, 3],
  mean: [0.5, 0.25],
  deviation: [0.5, 2],
});

describe('what a network in double precision is fed', () => {
  it('is bytes standardised channel by channel, unrounded', () => {
    const expected = [6, 7, 8, 9, 10, 11].map((i) =>
      i < 9 ? ((10 * i) / 255 - 0.5) / 0.5 : ((10 * i) / 255 - 0.25) / 2,
    );
    assert.deepEqual([...feed64(bytes, Int32Array.of(1))], expected);
  });

  it('is floats as they are, in the order asked for', () => {
    const floats = { ...bytes, images: Float32Array.from({ length: 12 }, (_, i) => i) };
    const expected = [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5];
    assert.deepEqual([...feed64(floats, Int32Array.of(1, 0))], expected);
  });

  it('is black where a picture was moved away', () => {
    const [down, mirrored] = [Int8Array.of(0), Uint8Array.of(1)];
    const fed = feed64(bytes, Int32Array.of(0), { down, right: Int8Array.of(1), mirrored });
    const expected = [10, 0, 0].map((byte) => (byte / 255 - 0.5) / 0.5);
    assert.deepEqual([...fed.subarray(0, 3)], expected);
  });
});
