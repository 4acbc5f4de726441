import assert from 'node:assert/strict';
import type { Dataset } from '../../src/data/dataset.js';
import type { Augmentation, Network } from '../../src/engine/engine.js';
import { stream } from '../../src/math/rng.js';
import { iterationsPerEpoch, train } from '../../src/training/train.js';

/** A network that only writes down what it is shown. */
function recorder(batchSize: number, loss: (step: number) => number = () => 1) {
  const batches: number[][] = [];
  const rates: number[] = [];
  const moves: (number[] | undefined)[] = [];
  const network = {
    batchSize,
    trainStep: (
      _data: Dataset,
      order: Int32Array,
      start: number,
      count: number,
      learningRate: number,
      augmentation?: Augmentation,
    ) => {
      batches.push([...order.subarray(start, start + count)]);
      rates.push(learningRate);
      moves.push(augmentation && [...augmentation.down.subarray(0, count)]);
      return loss(batches.length);
    },
  } as unknown as Network;
  return { network, batches, rates, moves };
}

const examples = Int32Array.from([3, 5, 7, 9, 11, 13, 15]);
const data = {} as Dataset;
const base = { data, examples, learningRate: 0.1, after: () => undefined };

describe('train', () => {
  it('shows every example once an epoch, in a new order each time', () => {
    const { network, batches } = recorder(3);
    train(network, { ...base, order: stream(1, 'order'), to: 6 });
    assert.equal(iterationsPerEpoch(7, 3), 3);
    assert.deepEqual(
      batches.map((b) => b.length),
      [3, 3, 1, 3, 3, 1],
    );
    const [first, second] = [batches.slice(0, 3).flat(), batches.slice(3).flat()];
    const sorted = (a: number[]): number[] => [...a].sort((x, y) => x - y);
    assert.deepEqual(sorted(first), [...examples]);
    assert.deepEqual(sorted(second), [...examples]);
    assert.notDeepEqual(first, second);
  });

  it('goes on from any iteration with the batches it would have had', () => {
    const whole = recorder(3);
    train(whole.network, { ...base, order: stream(1, 'order'), to: 9 });
    for (const from of [1, 3, 5, 6]) {
      const rest = recorder(3);
      train(rest.network, { ...base, order: stream(1, 'order'), from, to: 9 });
      assert.deepEqual(rest.batches, whole.batches.slice(from), `from ${from}`);
    }
  });

  it('varies pictures by a stream of their own, the same from wherever it starts', () => {
    const augment = () => ({ crop: 4, rng: stream(1, 'augment') });
    const plain = recorder(3);
    train(plain.network, { ...base, order: stream(1, 'order'), to: 9 });
    assert.deepEqual(new Set(plain.moves), new Set([undefined]));
    const whole = recorder(3);
    train(whole.network, { ...base, order: stream(1, 'order'), to: 9, augment: augment() });
    assert.deepEqual(whole.batches, plain.batches);
    assert.ok(new Set(whole.moves.flat()).size > 5);
    for (const from of [1, 3, 5, 6]) {
      const rest = recorder(3);
      const order = stream(1, 'order');
      train(rest.network, { ...base, order, from, to: 9, augment: augment() });
      assert.deepEqual(rest.moves, whole.moves.slice(from), `from ${from}`);
    }
  });

  it('asks for the learning rate of every iteration', () => {
    const { network, rates } = recorder(3);
    const learningRate = (i: number): number => 1 / (1 + i);
    train(network, { ...base, order: stream(1, 'o'), from: 2, to: 5, learningRate });
    assert.deepEqual(rates, [1 / 3, 1 / 4, 1 / 5]);
    const diverging = recorder(7, () => Infinity);
    assert.throws(
      () =>
        train(diverging.network, { ...base, order: stream(1, 'o'), from: 1, to: 3, learningRate }),
      /at iteration 2, with learning rate 0\.5,/,
    );
  });

  it('reports before the first iteration and after each', () => {
    const seen: number[] = [];
    const { network } = recorder(7);
    train(network, { ...base, order: stream(1, 'o'), to: 3, after: (i) => seen.push(i) });
    assert.deepEqual(seen, [0, 1, 2, 3]);
  });

  it('stops with the iteration and the learning rate when the loss is no number', () => {
    for (const bad of [Number.NaN, Infinity]) {
      const { network } = recorder(7, (step) => (step === 4 ? bad : 1));
      assert.throws(() => train(network, { ...base, order: stream(1, 'o'), to: 9 }), {
        name: 'UserError',
        message: /diverged: at iteration 4, with learning rate 0\.1/,
      });
    }
  });
});
