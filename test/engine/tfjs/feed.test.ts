import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import { openBackend } from '../../../src/engine/tfjs/backends.js';
import { dropoutMask, feed } from '../../../src/engine/tfjs/feed.js';
import { assertTensorsClose } from '../agreement.js';

const parts = { name: 'pictures', split: 'train', numClasses: 2 } as const;

/** Two pictures of two channels, 2 x 3. */
const bytes = makeDataset({
  ...parts,
  images: Uint8Array.from({ length: 24 }, (_, i) => 10 * i),
  labels: Uint8Array.of(0, 1),
  shape: [2, 2, 3],
  mean: [0.5, 0.25],
  deviation: [0.5, 2],
});

const floats = makeDataset({
  ...parts,
  images: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  labels: Uint8Array.of(0, 1),
  shape: [1, 2, 3],
  mean: [9],
  deviation: [9],
});

describe('what a network of TensorFlow.js is fed', () => {
  it('is bytes standardised channel by channel, in the order asked for', () => {
    const expected = [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].map((i) => {
      const x = (10 * i) / 255;
      return i < 18 ? (x - 0.5) / 0.5 : (x - 0.25) / 2;
    });
    const x = feed(bytes, Int32Array.of(1, 0));
    assertTensorsClose({ x: x.subarray(0, 12) }, { x: expected }, 1e-6);
    assert.equal(x[12], -1); // byte 0
  });

  it('is floats as they are', () => {
    assert.deepEqual([...feed(floats, Int32Array.of(1))], [7, 8, 9, 10, 11, 12]);
  });

  it('is pictures moved over black and then mirrored', () => {
    const move = (down: number, right: number, mirrored: number): number[] => [
      ...feed(floats, Int32Array.of(0), {
        down: Int8Array.of(down),
        right: Int8Array.of(right),
        mirrored: Uint8Array.of(mirrored),
      }),
    ];
    assert.deepEqual(move(0, 0, 0), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(move(1, 0, 0), [0, 0, 0, 1, 2, 3]);
    assert.deepEqual(move(-1, 0, 0), [4, 5, 6, 0, 0, 0]);
    assert.deepEqual(move(0, 1, 0), [0, 1, 2, 0, 4, 5]);
    assert.deepEqual(move(0, 1, 1), [2, 1, 0, 5, 4, 0]);
    assert.deepEqual(move(9, 0, 1), [0, 0, 0, 0, 0, 0]);
  });

  it('has black where bytes were moved away', () => {
    const augmentation = {
      down: Int8Array.of(0),
      right: Int8Array.of(-3),
      mirrored: Uint8Array.of(0),
    };
    const x = feed(bytes, Int32Array.of(1), augmentation);
    assert.deepEqual([...x.subarray(0, 6)], [-1, -1, -1, -1, -1, -1]);
  });
});

describe('masks of dropout', () => {
  it('drop the fraction asked for, anew in every step and layer', async () => {
    const { tf } = await openBackend('cpu');
    const draw = (seed: number, step: number, layer: string): number[] =>
      Array.from(dropoutMask(tf, { seed, step }, layer, 0.2, [10, 10, 10, 10]).dataSync());
    const mask = draw(1, 0, 'dropout2');
    assert.deepEqual([...new Set(mask)].sort(), [0, 1.25]);
    const dropped = mask.filter((value) => value === 0).length;
    assert.ok(Math.abs(dropped - 2000) < 160, String(dropped)); // four standard deviations
    assert.deepEqual(draw(1, 0, 'dropout2'), mask);
    for (const other of [draw(2, 0, 'dropout2'), draw(1, 1, 'dropout2'), draw(1, 0, 'dropout4')]) {
      assert.notDeepEqual(other, mask);
    }
  });
});
