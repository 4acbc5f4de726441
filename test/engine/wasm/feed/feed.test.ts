import assert from 'node:assert/strict';
import { makeDataset } from '../../../../src/data/dataset.js';
import { createArena } from '../../../../src/engine/wasm/memory/arena.js';
import { createFeed, reserveFeed } from '../../../../src/engine/wasm/feed/feed.js';
import { giveBackMemory, takeMemory } from '../../../../src/engine/wasm/memory/memory-pool.js';
import { createTensor, rowStride, tensorBytes } from '../../../../src/engine/wasm/memory/tensor.js';
import { stream } from '../../../../src/math/rng.js';
import { inputSize } from '../../../../src/models/model.js';
import type { Dataset } from '../../../../src/data/dataset.js';
import {
  assertTensorClose,
  randomBytes,
  randomFloats,
  type Shape,
  smallMlp,
  standardised,
} from '../examples.js';

/** The input that a network with this batch size sees, [features][lanes], and the labels. */
function fed(data: Dataset, batchSize: number, batches: readonly (readonly number[])[]) {
  const model = smallMlp(data.shape, [], data.numClasses);
  const arena = createArena({ guards: true });
  const input = createTensor('input', model.inputShape, 'rows');
  input.values = arena.reserve('input', tensorBytes(input, batchSize));
  const places = reserveFeed(arena, input, batchSize);
  const pooled = takeMemory(arena.size());
  const { buffer } = pooled.memory;
  arena.prepare(new Uint8Array(buffer));
  const feed = createFeed(model, input, batchSize, pooled.kernels, places, buffer);
  for (const batch of batches) feed(data, Int32Array.from([-1, ...batch]), 1, batch.length);
  arena.check(new Uint8Array(buffer));
  const lanes = rowStride(batchSize) / 4;
  const x = new Float32Array(buffer, input.values, inputSize(model) * lanes).slice();
  const labels = new Int32Array(buffer, places.labels, lanes).slice();
  giveBackMemory(pooled);
  return { x, labels, lanes };
}

describe('feed', () => {
  const shapes: Shape[] = [
    [1, 1, 1],
    [1, 3, 5],
    [1, 4, 4],
    [3, 5, 7],
    [3, 8, 8],
    [2, 7, 9],
    [1, 28, 28],
  ];

  it('standardises, transposes and labels the chosen examples, of any size', () => {
    for (const shape of shapes) {
      for (const [i, make] of [randomBytes, randomFloats].entries()) {
        const rng = stream(i, shape.join());
        const data = make(smallMlp(shape, [], 3), 20, rng);
        const batch = [19, 0, 7, 7, 3];
        const { x, labels, lanes } = fed(data, 6, [batch]);
        batch.forEach((example, lane) => {
          const expected = standardised(data, example);
          const actual = expected.map((_, f) => x[f * lanes + lane]);
          assertTensorClose(actual, expected, 5e-7, `example ${example} of [${shape.join()}]`);
          assert.equal(labels[lane], data.labels[example]);
        });
      }
    }
  });

  it('shows the same to every lane whatever batch came before', () => {
    const rng = stream(1, 'stale');
    for (const make of [randomBytes, randomFloats]) {
      const data = make(smallMlp([1, 3, 7], [], 3), 20, rng);
      const alone = fed(data, 4, [[5]]);
      const after = fed(data, 4, [[1, 2, 3, 4], [5]]);
      assert.deepEqual(after.x, alone.x);
    }
  });

  it('takes images that do not start on a word', () => {
    const rng = stream(2, 'offset');
    const data = randomBytes(smallMlp([1, 4, 4], [], 3), 9, rng);
    const shifted = new Uint8Array(new SharedArrayBuffer(9 * 16 + 1), 1);
    shifted.set(data.images);
    const same = makeDataset({ ...data, images: shifted });
    assert.equal(same.images.byteOffset, 1);
    assert.deepEqual(fed(same, 9, [[8, 1, 2]]), fed(data, 9, [[8, 1, 2]]));
  });

  it('refuses examples that do not exist', () => {
    const data = randomBytes(smallMlp([1, 2, 2], [], 3), 5, stream(1, 'few'));
    assert.throws(
      () => fed(data, 4, [[0, 5]]),
      /Example 5 \(at 2 of the order\) does not exist: the train split of 'noise' has 5 examples/,
    );
    assert.throws(() => fed(data, 4, [[-1]]), /Example -1/);
  });
});
