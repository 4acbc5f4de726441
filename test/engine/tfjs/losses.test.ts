import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeDataset } from '../../../src/data/dataset.js';
import {
  binaryCrossEntropy,
  crossEntropy,
  huber,
  type Loss,
  meanSquaredError,
  multiMargin,
} from '../../../src/engine/loss.js';
import { openBackend } from '../../../src/engine/tfjs/backends.js';
import { countRight, targetsOf, totalLoss } from '../../../src/engine/tfjs/losses.js';
import type { Scalar, Tensor, TensorFlow } from '../../../src/engine/tfjs/tensorflow.js';
import { assertClose } from '../../support/close.js';
import { assertTensorsClose } from '../agreement.js';

type Golden = { logits: number[]; labels: number[]; targets: number[] } & Record<
  string,
  { readonly value: number; readonly gradient: readonly number[] }
>;

const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-losses.json', 'utf8')) as Golden;
const outputs = 4;
const examples = Int32Array.of(0, 1, 2, 3, 4);
const data = makeDataset({
  name: 'losses',
  split: 'train',
  images: new Uint8Array(5),
  labels: Uint8Array.from(golden.labels),
  shape: [1, 1, 1],
  numClasses: outputs,
  mean: [0],
  deviation: [1],
});

describe('losses by TensorFlow.js', () => {
  let tf: TensorFlow;
  before(async () => {
    ({ tf } = await openBackend('cpu'));
  });

  /** The mean loss of the golden logits, and its gradient. */
  function evaluate(
    loss: Loss,
    targets?: Float32Array,
    logits: readonly number[] = golden.logits,
  ): { value: number; gradient: Float32Array } {
    const { values, divisor } = targetsOf(
      loss,
      targets === undefined ? data : { ...data, targets },
      examples,
    );
    const t = tf.tensor(values, [5, outputs]);
    const mean = (z: Tensor): Scalar => tf.div(totalLoss(tf, loss, z, t), divisor);
    const { value, grad } = tf.valueAndGrad(mean)(tf.tensor([...logits], [5, outputs])) as {
      value: Tensor;
      grad: Tensor;
    };
    return { value: value.dataSync()[0], gradient: grad.dataSync<'float32'>() };
  }

  const floats = Float32Array.from(golden.targets);
  const probabilities = floats.map((t) => 1 / (1 + Math.exp(-t)));
  for (const [name, loss, targets] of [
    ['crossEntropy', crossEntropy(), undefined],
    ['crossEntropy, labelSmoothing 0.1', crossEntropy({ labelSmoothing: 0.1 }), undefined],
    ['meanSquaredError', meanSquaredError(), floats],
    ['binaryCrossEntropy, sigmoid(targets)', binaryCrossEntropy(), probabilities],
    ['multiMargin', multiMargin(), undefined],
    ['huber', huber(), floats],
  ] as const) {
    it(`agree with PyTorch: ${name}`, () => {
      const { value, gradient } = evaluate(loss, targets);
      assertClose(value, golden[name].value, 1e-6);
      assertTensorsClose({ gradient }, { gradient: golden[name].gradient }, 1e-6);
    });
  }

  it('weigh classes as PyTorch does, by the sum of the weights of the labels', () => {
    const classWeights = [1, 0.5, 2, 3];
    const labelSmoothing = 0.2;
    // -sum_ij w_j q_ij log softmax(z_i)_j / sum_i w_label(i), in double precision.
    let [total, divisor] = [0, 0];
    golden.labels.forEach((label, i) => {
      const z = golden.logits.slice(i * outputs, (i + 1) * outputs);
      const most = Math.max(...z);
      const normaliser = most + Math.log(z.reduce((sum, v) => sum + Math.exp(v - most), 0));
      z.forEach((v, j) => {
        const q = labelSmoothing / outputs + (j === label ? 1 - labelSmoothing : 0);
        total -= classWeights[j] * q * (v - normaliser);
      });
      divisor += classWeights[label];
    });
    const { value } = evaluate(crossEntropy({ labelSmoothing, classWeights }));
    assertClose(value, total / divisor, 1e-6);
  });

  it('take one-hot labels where there are no targets', () => {
    const onehot = Float32Array.from({ length: 20 }, (_, i) =>
      golden.labels[Math.floor(i / outputs)] === i % outputs ? 1 : 0,
    );
    for (const loss of [meanSquaredError(), huber(), binaryCrossEntropy()]) {
      assert.deepEqual(evaluate(loss), evaluate(loss, onehot));
    }
  });

  it('stay finite for huge outputs', () => {
    const huge = golden.logits.map((z) => 1000 * z);
    for (const loss of [crossEntropy(), binaryCrossEntropy(), huber(), multiMargin()]) {
      const { value, gradient } = evaluate(loss, undefined, huge);
      assert.ok(Number.isFinite(value) && gradient.every(Number.isFinite), loss.kind);
    }
  });

  it('count as right the first of the largest outputs', () => {
    const rows = Float32Array.of(1, 3, 3, 0, 0, 0, 2, 1, 0);
    assert.equal(countRight(rows, [1, 0, 0], 3), 3);
    assert.equal(countRight(rows, [2, 1, 1], 3), 0);
  });
});
