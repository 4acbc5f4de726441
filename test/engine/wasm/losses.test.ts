import assert from 'node:assert/strict';
import fs from 'node:fs';
import { UserError } from '../../../src/errors.js';
import {
  checkLoss,
  binaryCrossEntropy,
  crossEntropy,
  huber,
  type Loss,
  meanSquaredError,
  multiMargin,
} from '../../../src/engine/loss.js';
import { createArena, roundUp } from '../../../src/engine/wasm/memory/arena.js';
import { createLoss, reserveLoss } from '../../../src/engine/wasm/losses.js';
import { giveBackMemory, takeMemory } from '../../../src/engine/wasm/memory/memory-pool.js';
import type { Table } from '../../../src/engine/wasm/memory/stored-parameter.js';
import { rowStride } from '../../../src/engine/wasm/memory/tensor.js';
import { stream } from '../../../src/math/rng.js';
import { assertClose } from '../../support/close.js';
import { assertTensorClose } from './examples.js';

interface Result {
  /** The mean. */
  readonly loss: number;
  readonly right: number;
  /** [examples][outputs] */
  readonly gradients: number[][];
}

/** Runs a loss on one row of logits per example; the targets are one-hot when left out. */
function run(
  loss: Loss,
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  targets?: readonly (readonly number[])[],
): Result {
  const count = labels.length;
  const outputs = logits[0].length;
  const batchSize = count + 3;
  const stride = rowStride(batchSize);
  const lanes = stride / 4;
  const arena = createArena({ guards: true });
  const tables: Table[] = [];
  const memory = reserveLoss({ arena, tables, batchSize }, loss, outputs);
  const places = {
    ...memory,
    outputs,
    stride,
    logits: arena.reserve('logits', outputs * stride),
    gradient: arena.reserve('gradient', outputs * stride),
    labels: arena.reserve('labels', stride),
    result: arena.reserve('result', 16),
  };
  const pooled = takeMemory(arena.size());
  const { buffer } = pooled.memory;
  arena.prepare(new Uint8Array(buffer));
  for (const { pointer, words } of tables) new Uint32Array(buffer, pointer).set(words);
  const rows = (at: number): Float32Array => new Float32Array(buffer, at, outputs * lanes);
  const set = (at: number, values: readonly (readonly number[])[]): void => {
    rows(at).fill(NaN); // unused lanes must not matter
    values.forEach((row, i) => row.forEach((value, j) => (rows(at)[j * lanes + i] = value)));
  };
  set(places.logits, logits);
  rows(places.gradient).fill(NaN);
  new Int32Array(buffer, places.labels, lanes).set(labels);
  const bound = createLoss(pooled.kernels, loss, places);
  if (targets === undefined) bound.fillTargets(count);
  else if (memory.targets !== 0) set(memory.targets, targets);
  bound.run(count);
  arena.check(new Uint8Array(buffer));
  const [sum, right] = new Float64Array(buffer, places.result, 2);
  const of = (i: number): number[] =>
    Array.from({ length: outputs }, (_, j) => rows(places.gradient)[j * lanes + i]);
  for (let i = count; i < roundUp(count, 4); i++) assert.ok(of(i).every((g) => g === 0));
  const gradients = labels.map((_, i) => of(i));
  giveBackMemory(pooled);
  return { loss: sum / count, right, gradients };
}

/** The mean loss in double precision. */
function reference(
  loss: Loss,
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  targets: readonly (readonly number[])[],
): number {
  let [sum, weight] = [0, 0];
  logits.forEach((z, i) => {
    const label = labels[i];
    const log = Math.log(z.reduce((total, value) => total + Math.exp(value), 0));
    const mean = (f: (value: number, j: number) => number): number =>
      z.reduce((total, value, j) => total + f(value, j), 0) / z.length;
    switch (loss.kind) {
      case 'crossEntropy': {
        const { labelSmoothing, classWeights = z.map(() => 1) } = loss;
        z.forEach((value, j) => {
          const q = (j === label ? 1 - labelSmoothing : 0) + labelSmoothing / z.length;
          sum += classWeights[j] * q * (log - value);
        });
        weight += classWeights[label];
        return;
      }
      case 'meanSquaredError':
        sum += mean((value, j) => (value - targets[i][j]) ** 2);
        break;
      case 'huber':
        sum += mean((value, j) => {
          const a = Math.abs(value - targets[i][j]);
          return a <= loss.delta ? (a * a) / 2 : loss.delta * (a - loss.delta / 2);
        });
        break;
      case 'binaryCrossEntropy':
        sum += mean((value, j) => Math.log1p(Math.exp(value)) - targets[i][j] * value);
        break;
      case 'multiMargin':
        sum += mean((value, j) => (j === label ? 0 : Math.max(0, 1 - z[label] + value)));
    }
    weight += 1;
  });
  return sum / weight;
}

describe('losses', () => {
  const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-losses.json', 'utf8')) as Record<
    string,
    { value: number; gradient: number[] }
  > & { logits: number[]; labels: number[]; targets: number[] };
  const rows = (flat: readonly number[]): number[][] =>
    golden.labels.map((_, i) => flat.slice(4 * i, 4 * i + 4));
  const sigmoid = (x: number): number => Math.fround(1 / (1 + Math.exp(-x)));

  for (const [name, loss, targets] of [
    ['crossEntropy', crossEntropy(), []],
    ['crossEntropy, labelSmoothing 0.1', crossEntropy({ labelSmoothing: 0.1 }), []],
    ['meanSquaredError', meanSquaredError(), golden.targets],
    ['huber', huber(), golden.targets],
    ['binaryCrossEntropy, sigmoid(targets)', binaryCrossEntropy(), golden.targets.map(sigmoid)],
    ['multiMargin', multiMargin(), []],
  ] as const) {
    it(`agree with PyTorch's: ${name}`, () => {
      const result = run(loss, rows(golden.logits), golden.labels, rows(targets));
      const { value, gradient } = golden[name];
      assertClose(result.loss, value, 2e-7);
      assertTensorClose(result.gradients.flat(), gradient, 3e-7, name);
    });
  }

  const weights = [0.5, 2, 0, 1.5, 1, 3];
  for (const loss of [
    crossEntropy({ labelSmoothing: 0.2 }),
    crossEntropy({ classWeights: weights }),
    crossEntropy({ classWeights: weights, labelSmoothing: 0.1 }),
    meanSquaredError(),
    huber({ delta: 0.7 }),
    binaryCrossEntropy(),
    multiMargin(),
  ]) {
    it(`agree with their formula and its differences: ${JSON.stringify(loss)}`, () => {
      const rng = stream(3, 'losses');
      for (const count of [1, 3, 4, 7, 17, 60]) {
        const draw = (): number[][] =>
          Array.from({ length: count }, () => weights.map(() => Math.fround(2 * rng.normal())));
        const [logits, drawn] = [draw(), draw()];
        const labels = logits.map(() => [0, 1, 3, 4, 5][rng.below(5)]); // class 2 weighs nothing
        const oneHot = labels.map((label) => weights.map((_, j) => (j === label ? 1 : 0)));
        const right = logits.filter((z, i) => z.indexOf(Math.max(...z)) === labels[i]).length;
        for (const targets of [undefined, drawn]) {
          const result = run(loss, logits, labels, targets);
          const mean = (z: readonly (readonly number[])[]): number =>
            reference(loss, z, labels, targets ?? oneHot);
          const error = Math.abs(result.loss - mean(logits));
          assert.ok(error < 3e-7 * Math.max(1, Math.abs(mean(logits))), `loss is off by ${error}`);
          assert.equal(result.right, right);
          const expected = logits.map((z, i) =>
            z.map((_, j) => {
              const moved = (by: number): number =>
                mean(logits.map((row, k) => (k === i ? row.with(j, row[j] + by) : row)));
              return (moved(1e-5) - moved(-1e-5)) / 2e-5;
            }),
          );
          assertTensorClose(result.gradients.flat(), expected.flat(), 1e-6, 'gradient');
        }
      }
    });
  }

  it('keep the digits of a tiny weighted loss and its gradient', () => {
    const { loss, gradients } = run(crossEntropy({ classWeights: [1, 2] }), [[20, 0]], [0]);
    assertClose(loss, Math.log1p(Math.exp(-20)), 1e-6);
    assertClose(gradients[0][0], -1 / (1 + Math.exp(20)), 1e-6);
  });

  it('do not hide that a network has diverged', () => {
    for (const loss of [
      crossEntropy({ labelSmoothing: 0.1 }),
      meanSquaredError(),
      huber(),
      binaryCrossEntropy(),
      multiMargin(),
    ]) {
      assert.ok(Number.isNaN(run(loss, [[NaN, 1, 2]], [1]).loss), loss.kind);
    }
  });

  it('refuse settings that make no sense', () => {
    for (const [loss, words] of [
      [crossEntropy({ labelSmoothing: 1 }), 'must be in [0, 1)'],
      [crossEntropy({ classWeights: [1, 2] }), '2 class weights'],
      [crossEntropy({ classWeights: [1, 2, -1] }), 'one is -1'],
      [huber({ delta: 0 }), 'must be positive'],
    ] as const) {
      assert.throws(
        () => checkLoss(loss, 3),
        (error) => error instanceof UserError && error.message.includes(words),
      );
    }
    checkLoss(crossEntropy({ classWeights: [1, 2, 0], labelSmoothing: 0.1 }), 3);
  });
});
