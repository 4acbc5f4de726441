import assert from 'node:assert/strict';
import fs from 'node:fs';
import {
  adagrad,
  adam,
  adamw,
  type Optimizer,
  rmsprop,
  sgd,
} from '../../../src/engine/optimizer.js';
import { openBackend } from '../../../src/engine/tfjs/backends.js';
import { clipped, createUpdate } from '../../../src/engine/tfjs/optimisers.js';
import { createParameters, loadParameters } from '../../../src/engine/tfjs/parameters.js';
import type { TensorFlow } from '../../../src/engine/tfjs/tensorflow.js';
import type { Model } from '../../../src/models/model.js';
import { assertTensorsClose } from '../agreement.js';

const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-optimizers.json', 'utf8')) as Record<
  string,
  number[]
>;
const rows = (name: string): number[][] =>
  Array.from({ length: 6 }, (_, step) => golden[name].slice(5 * step, 5 * step + 5));

/** One weight tensor of five values. */
const model: Model = {
  name: 'five',
  inputShape: [5, 1, 1],
  numClasses: 1,
  layers: [{ kind: 'dense', name: 'w', units: 1, bias: false }],
};

describe('optimisers by TensorFlow.js', () => {
  let tf: TensorFlow;
  before(async () => {
    ({ tf } = await openBackend('cpu'));
  });

  /** The values after each step with the golden gradients. */
  function run(optimizer: Optimizer, rate: number, keep = [1, 1, 1, 1, 1]): Float32Array[] {
    const parameters = createParameters(tf, model, { 'w.weight': Uint8Array.from(keep) });
    loadParameters(tf, parameters, { 'w.weight': Float32Array.from(golden.start) });
    const update = createUpdate(tf, optimizer);
    return rows('gradients').map((values) => {
      const gradient = tf.tensor2d(
        values.map((g, i) => g * keep[i]),
        [1, 5],
      );
      update.step(parameters, [gradient], rate);
      return parameters[0].values.dataSync<'float32'>().slice();
    });
  }

  for (const [name, rate, optimizer] of [
    ['sgd lr.1', 0.1, sgd()],
    ['sgd lr.1 momentum.9', 0.1, sgd({ momentum: 0.9 })],
    ['sgd lr.1 momentum.9 wd1e-2', 0.1, sgd({ momentum: 0.9, weightDecay: 0.01 })],
    [
      'sgd lr.1 momentum.9 wd1e-2 nesterov',
      0.1,
      sgd({ momentum: 0.9, weightDecay: 0.01, nesterov: true }),
    ],
    ['sgd lr.1 momentum.9 dampening.5', 0.1, sgd({ momentum: 0.9, dampening: 0.5 })],
    ['adam lr.01', 0.01, adam()],
    ['adam lr.01 wd1e-2', 0.01, adam({ weightDecay: 0.01 })],
    ['adam amsgrad lr.01', 0.01, adam({ amsgrad: true })],
    ['adamw lr.01 wd1e-2', 0.01, adamw()],
    ['rmsprop lr.01', 0.01, rmsprop()],
    ['adagrad lr.1', 0.1, adagrad()],
  ] as const) {
    it(`agree with PyTorch's: ${name}`, () => {
      const expected = rows(name);
      run(optimizer, rate).forEach((w, step) => {
        assertTensorsClose({ w }, { w: expected[step] }, 1e-6, `step ${step}`);
      });
    });
  }

  it('never touch a pruned weight', () => {
    for (const optimizer of [
      sgd({ momentum: 0.9, weightDecay: 0.1 }),
      adam({ epsilon: 0 }),
      rmsprop({ epsilon: 0, weightDecay: 0.1 }),
      adagrad({ epsilon: 0 }),
    ]) {
      for (const w of run(optimizer, 0.1, [1, 0, 1, 0, 1])) {
        assert.ok(Object.is(w[1], 0) && Object.is(w[3], 0), optimizer.kind);
        assert.ok(w[0] !== 0 && Number.isFinite(w[0]));
      }
    }
  });

  it('scale gradients down to the norm asked for, and never up', () => {
    const gradients = [tf.tensor1d([3, 0]), tf.tensor1d([0, 4])];
    const norms = (clipNorm: number | undefined): number[][] =>
      clipped(tf, gradients, clipNorm).map((g) => Array.from(g.dataSync()));
    assertTensorsClose({ g: norms(1).flat() }, { g: [0.6, 0, 0, 0.8] }, 1e-6);
    for (const large of [5, 7, undefined])
      assert.deepEqual(norms(large), [
        [3, 0],
        [0, 4],
      ]);
  });
});
