import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeDataset } from '../../../src/data/dataset.js';
import { batchLoss } from '../../../src/engine/float64/loss.js';
import {
  binaryCrossEntropy,
  crossEntropy,
  huber,
  type Loss,
  meanSquaredError,
  multiMargin,
} from '../../../src/engine/loss.js';
import { assertClose } from '../../support/close.js';
import { assertTensorsClose } from '../agreement.js';

interface Golden {
  readonly value: number;
  readonly gradient: number[];
}

const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-losses.json', 'utf8')) as Record<
  string,
  Golden
> & { logits: number[]; labels: number[]; targets: number[] };

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const losses: Readonly<Record<string, Loss>> = {
  crossEntropy: crossEntropy(),
  'crossEntropy, labelSmoothing 0.1': crossEntropy({ labelSmoothing: 0.1 }),
  meanSquaredError: meanSquaredError(),
  'binaryCrossEntropy, sigmoid(targets)': binaryCrossEntropy(),
  multiMargin: multiMargin(),
  huber: huber(),
};
const logits = Float64Array.from(golden.logits, Math.fround);
const all = Int32Array.of(0, 1, 2, 3, 4);

function dataOf(targets: readonly number[]) {
  const data = makeDataset({
    name: 'golden',
    split: 'train',
    images: new Float32Array(5),
    labels: Uint8Array.from(golden.labels),
    shape: [1, 1, 1],
    numClasses: 4,
    mean: [0],
    deviation: [1],
  });
  return { ...data, targets: Float32Array.from(targets) };
}

describe('losses in double precision', () => {
  for (const [name, loss] of Object.entries(losses)) {
    it(`agree with PyTorch's: ${name}`, () => {
      const targets = golden.targets.map(name.includes('sigmoid') ? sigmoid : Number);
      const { mean, gradient } = batchLoss(loss, logits, dataOf(targets), all);
      const tolerance = name.includes('sigmoid') ? 1e-7 : 1e-8; // of targets in single precision
      assertClose(mean, golden[name].value, tolerance);
      assertTensorsClose({ dz: gradient }, { dz: golden[name].gradient }, tolerance);
    });
  }

  const data = dataOf(golden.targets);
  for (const [name, loss] of [
    ...Object.entries(losses),
    ['class weights', crossEntropy({ labelSmoothing: 0.2, classWeights: [1, 2, 0.5, 3] })],
  ] as const) {
    it(`have the gradients that differences have at a temperature of 3: ${name}`, () => {
      const { gradient } = batchLoss(loss, logits, data, all, 3);
      const slope = logits.map((_, i) => {
        const at = (h: number): number => {
          const moved = logits.slice();
          moved[i] += h;
          return batchLoss(loss, moved, data, all, 3).mean;
        };
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
      assertTensorsClose({ dz: gradient }, { dz: slope }, 1e-7);
    });
  }

  it('divide logits by the temperature', () => {
    const hot = batchLoss(crossEntropy(), logits, data, all, 200);
    const cold = batchLoss(crossEntropy(), logits.map((z) => z / 200), data, all); // prettier-ignore
    assert.equal(hot.mean, cold.mean);
    assertTensorsClose({ dz: hot.gradient }, { dz: cold.gradient.map((g) => g / 200) }, 1e-14);
  });

  it('count the rows whose first largest logit is the label', () => {
    const z = Float64Array.of(0, 1, 1, 0, 5, 0, 0, 0);
    const labelled = { ...data, labels: Uint8Array.of(1, 2, 0, 0, 0) };
    assert.equal(batchLoss(crossEntropy(), z, labelled, Int32Array.of(0, 2)).right, 2);
    assert.equal(batchLoss(crossEntropy(), z, labelled, Int32Array.of(1, 2)).right, 1);
  });
});
