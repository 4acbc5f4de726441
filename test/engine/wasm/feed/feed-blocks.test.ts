import assert from 'node:assert/strict';
import { type Dataset, makeDataset } from '../../../../src/data/dataset.js';
import type { Augmentation } from '../../../../src/engine/engine.js';
import { createArena } from '../../../../src/engine/wasm/memory/arena.js';
import { createBlockFeed } from '../../../../src/engine/wasm/feed/feed-blocks.js';
import { giveBackMemory, takeMemory } from '../../../../src/engine/wasm/memory/memory-pool.js';
import { readTensor } from '../../../../src/engine/wasm/memory/tensor-transfer.js';
import { createTensor, features, tensorBytes } from '../../../../src/engine/wasm/memory/tensor.js';
import { type Rng, stream } from '../../../../src/math/rng.js';
import type { Shape } from '../../../../src/models/layer.js';

const UNWRITTEN = -12345;

interface Batch {
  readonly examples: readonly number[];
  readonly augmentation?: Augmentation;
}

/** The lanes in use after all batches, [lanes, C, H, W], and all memory of the tensor. */
function fed(data: Dataset, batchSize: number, batches: readonly Batch[], halo = 0) {
  const arena = createArena({ guards: true });
  const tensor = createTensor('input', data.shape, 'blocks');
  tensor.halo = halo;
  tensor.values = arena.reserve('values', tensorBytes(tensor, batchSize));
  const lanesOf = (count: number): number => Math.ceil(count / 4) * 4;
  const staged = arena.reserve('staged', lanesOf(batchSize) * features(tensor) * 4);
  const spare = arena.reserve('spare', features(tensor) * 4);
  const pooled = takeMemory(arena.size());
  const { buffer } = pooled.memory;
  const bytes = new Uint8Array(buffer);
  arena.prepare(bytes);
  const values = new Float32Array(buffer, tensor.values, tensorBytes(tensor, batchSize) / 4);
  values.fill(UNWRITTEN);
  const feed = createBlockFeed(tensor, pooled.kernels, { staged, spare }, buffer);
  for (const { examples, augmentation } of batches) {
    feed(data, Int32Array.from([-1, ...examples]), 1, examples.length, augmentation);
  }
  arena.check(bytes);
  const lanes = lanesOf(batches.at(-1)!.examples.length);
  const x = readTensor(buffer, tensor, batchSize, tensor.values, lanes);
  const memory = values.slice();
  giveBackMemory(pooled);
  return { x, memory };
}

/** Bytes or floats of `size` random pictures, standardised differently in each channel. */
function randomPictures(shape: Shape, size: number, kind: 'bytes' | 'floats', rng: Rng): Dataset {
  const length = size * shape[0] * shape[1] * shape[2];
  return makeDataset({
    name: 'noise',
    split: 'train',
    labels: new Uint8Array(size),
    images:
      kind === 'bytes'
        ? Uint8Array.from({ length }, () => rng.below(256))
        : Float32Array.from({ length }, () => rng.normal()),
    shape,
    numClasses: 2,
    mean: Array.from({ length: shape[0] }, () => rng.uniform()),
    deviation: Array.from({ length: shape[0] }, () => 0.1 + rng.uniform()),
  });
}

/** What lane `lane` must hold, from the words of `Augmentation`; without an example, zero bytes. */
function expectedLane(data: Dataset, { examples, augmentation }: Batch, lane: number): number[] {
  const [channels, height, width] = data.shape;
  const example = examples.at(lane);
  const values: number[] = [];
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const column = augmentation?.mirrored[lane] === 1 ? width - 1 - x : x;
        const fromX = column - (augmentation?.right[lane] ?? 0);
        const fromY = y - (augmentation?.down[lane] ?? 0);
        const inside =
          lane < examples.length && fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
        const pixel = inside
          ? data.images[((example! * channels + c) * height + fromY) * width + fromX]
          : 0;
        const isFloat = data.images instanceof Float32Array;
        values.push(isFloat ? pixel : (pixel / 255 - data.mean[c]) / data.deviation[c]);
      }
    }
  }
  return values;
}

function assertFed(data: Dataset, batch: Batch, x: Float32Array, what: string): void {
  const size = data.shape[0] * data.shape[1] * data.shape[2];
  for (let lane = 0; lane * size < x.length; lane++) {
    expectedLane(data, batch, lane).forEach((value, i) => {
      const found = x[lane * size + i];
      const message = `${what}: lane ${lane}, feature ${i} is ${found}, not ${value}`;
      assert.ok(Math.abs(found - value) <= 2e-6 * (1 + Math.abs(value)), message);
    });
  }
}

const kinds = ['bytes', 'floats'] as const;

describe('feed of blocks', () => {
  const shapes: Shape[] = [
    [1, 1, 1],
    [1, 3, 5],
    [2, 4, 4],
    [3, 5, 7],
    [17, 2, 9],
    [1, 28, 28],
    [3, 32, 32],
  ];

  it('standardises and transposes pictures of any size, whatever the halo', () => {
    const rng = stream(1, 'shapes');
    for (const shape of shapes) {
      for (const kind of kinds) {
        for (const halo of [0, 2]) {
          const data = randomPictures(shape, 40, kind, rng);
          const examples = Array.from({ length: 1 + rng.below(37) }, () => rng.below(40));
          const { x } = fed(data, 37, [{ examples }], halo);
          assertFed(data, { examples }, x, `[${shape.join()}] of ${kind}, halo ${halo}`);
        }
      }
    }
  });

  it('writes neither the halo nor the lanes beyond', () => {
    const data = randomPictures([3, 2, 6], 9, 'bytes', stream(1, 'halo'));
    const { memory } = fed(data, 33, [{ examples: [4, 8, 0, 0, 2] }], 1);
    const written = memory.filter((value) => value !== UNWRITTEN).length;
    assert.equal(written, 8 * 3 * 2 * 6);
  });

  it('shows the same to every lane whatever batch came before', () => {
    for (const kind of kinds) {
      const data = randomPictures([1, 3, 7], 20, kind, stream(1, 'stale'));
      const examples = Array.from({ length: 20 }, (_, i) => i);
      const { x } = fed(data, 20, [{ examples }, { examples: [5] }]);
      assert.deepEqual(x, fed(data, 20, [{ examples: [5] }]).x);
    }
  });

  it('takes images that do not start on a word', () => {
    const data = randomPictures([1, 4, 4], 9, 'bytes', stream(2, 'offset'));
    const shifted = new Uint8Array(new SharedArrayBuffer(9 * 16 + 1), 1);
    shifted.set(data.images);
    const same = makeDataset({ ...data, images: shifted });
    assert.equal(same.images.byteOffset, 1);
    const batch = { examples: [8, 1, 2] };
    assert.deepEqual(fed(same, 9, [batch]), fed(data, 9, [batch]));
  });

  it('moves and mirrors each picture as it is told, and leaves none behind', () => {
    const rng = stream(3, 'moves');
    for (const shape of [...shapes, [2, 6, 37] as const]) {
      for (const kind of kinds) {
        const data = randomPictures(shape, 10, kind, rng);
        const count = 1 + rng.below(20);
        const moves = (most: number) =>
          Int8Array.from({ length: count }, () => rng.below(2 * most + 1) - most);
        const augmentation = {
          down: moves(shape[1] + 1),
          right: moves(shape[2] + 1),
          mirrored: Uint8Array.from({ length: count }, () => rng.below(2)),
        };
        const examples = Array.from({ length: count }, () => rng.below(10));
        const batch = { examples, augmentation };
        assertFed(data, batch, fed(data, 20, [batch]).x, `[${shape.join()}] of ${kind}`);
        const unmoved = { examples };
        assert.deepEqual(fed(data, 20, [batch, unmoved]).x, fed(data, 20, [unmoved]).x);
      }
    }
  });

  it('refuses examples that do not exist', () => {
    const data = randomPictures([1, 2, 2], 5, 'bytes', stream(1, 'few'));
    assert.throws(
      () => fed(data, 4, [{ examples: [0, 5] }]),
      /Example 5 \(at 2 of the order\) does not exist: the train split of 'noise' has 5 examples/,
    );
    assert.throws(() => fed(data, 4, [{ examples: [-1] }]), /Example -1/);
  });
});
