import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Engine } from '../../../src/engine/engine.js';
import { meanSquaredError } from '../../../src/engine/loss.js';
import { adam, sgd } from '../../../src/engine/optimizer.js';
import { openBackend } from '../../../src/engine/tfjs/backends.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import type { TensorFlow } from '../../../src/engine/tfjs/tensorflow.js';
import { UserError } from '../../../src/errors.js';
import { stream } from '../../../src/math/rng.js';
import { applyMask } from '../../../src/models/mask.js';
import type { Layer, Shape } from '../../../src/models/layer.js';
import { type Model, parameterSpecs } from '../../../src/models/model.js';
import {
  assertPrunedAreZero,
  assertTensorsClose,
  drawDataset,
  drawFloats,
  drawMask,
  drawParameters,
} from '../agreement.js';

/** One layer of most kinds. */
const model: Model = {
  name: 'mixed',
  inputShape: [2, 6, 5],
  numClasses: 3,
  layers: [
    { kind: 'conv2d', name: 'conv', channels: 4, kernel: 3 },
    { kind: 'batchNorm', name: 'bn' },
    { kind: 'relu' },
    {
      kind: 'residual',
      name: 'block',
      body: [{ kind: 'conv2d', name: 'c', channels: 4, kernel: 3 }, { kind: 'elu' }],
      shortcut: [],
    },
    { kind: 'maxPool', size: 2 },
    { kind: 'layerNorm', name: 'ln' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', name: 'fc', units: 3 },
  ],
};

describe('networks of TensorFlow.js', () => {
  let engine: Engine;
  let tf: TensorFlow;
  before(async () => {
    engine = await tfjsEngine('cpu');
    ({ tf } = await openBackend('cpu'));
  });

  const rng = stream(1, 'network');
  const data = drawDataset(model, 20, rng);
  const parameters = drawParameters(model, rng);
  const mask = drawMask(model, 0.4, rng);
  const order = Int32Array.from({ length: 20 }, (_, i) => (7 * i) % 20);

  it('give back what was loaded, bit by bit, without the pruned weights', () => {
    const network = engine.compile(model, { batchSize: 4, mask });
    network.load(parameters);
    assert.deepEqual(network.parameters(), applyMask(parameters, mask));
    assert.deepEqual(
      Object.keys(network.parameters()),
      parameterSpecs(model).map(({ name }) => name),
    );
    network.dispose();
  });

  it('keep pruned weights and their gradients at zero', () => {
    for (const optimizer of [sgd({ momentum: 0.9, weightDecay: 0.1 }), adam({ epsilon: 0 })]) {
      const network = engine.compile(model, { batchSize: 8, mask, optimizer });
      network.load(parameters);
      for (let step = 0; step < 3; step++) network.trainStep(data, order, step, 8, 0.01);
      assertPrunedAreZero(network.parameters(), mask);
      const gradients = network.gradients(data, order, 0, 8);
      assertPrunedAreZero(gradients, mask);
      assert.ok(gradients['conv.weight'].some((g) => g !== 0));
      assert.notDeepEqual(network.parameters(), applyMask(parameters, mask));
      network.dispose();
    }
  });

  it('leave no tensors behind', () => {
    const before = tf.memory().numTensors;
    const options = { batchSize: 8, mask, optimizer: adam({ amsgrad: true }), clipNorm: 1 };
    const network = engine.compile(model, { ...options, keepActivations: true });
    let trained = 0;
    for (let round = 0; round < 4; round++) {
      network.load(parameters);
      network.trainStep(data, order, 0, 8, 0.01);
      if (round === 0) trained = tf.memory().numTensors;
      network.trainStep(data, order, 8, 5, 0.01);
      network.gradients(data, order, 0, 8, 'eval');
      network.logits(data, order, 0, 8);
      network.evaluate(data);
      network.activations(data, order, 0, 8);
      network.outputs(drawFloats(60, rng), 1, 'train');
      network.pullback(drawFloats(60, rng), drawFloats(3, rng), 1);
      network.parameters();
      assert.equal(tf.memory().numTensors, trained);
    }
    network.dispose();
    network.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('start afresh when parameters are loaded', () => {
    const network = engine.compile(model, { batchSize: 8, optimizer: adam(), seed: 3 });
    const results = [0, 1].map(() => {
      network.load(parameters);
      const losses = [0, 1, 2].map((step) => network.trainStep(data, order, step, 8, 0.01));
      return { losses, parameters: network.parameters() };
    });
    assert.deepEqual(results[1], results[0]);
    network.dispose();
  });

  it('evaluate in batches of which the last is smaller', () => {
    const evaluations = [20, 7, 1].map((batchSize) => {
      const network = engine.compile(model, { batchSize });
      network.load(parameters);
      const { loss, accuracy } = network.evaluate(data);
      network.dispose();
      return { loss: [loss], accuracy: [accuracy] };
    });
    assertTensorsClose(evaluations[1], evaluations[0], 1e-6);
    assertTensorsClose(evaluations[2], evaluations[0], 1e-6);
  });

  it('show the outputs of all layers by their full names', () => {
    const network = engine.compile(model, { batchSize: 4, keepActivations: true });
    network.load(parameters);
    const activations = network.activations(data, order, 3, 4);
    assert.deepEqual(Object.keys(activations), [
      'conv',
      'bn',
      'relu3',
      'block.body.c',
      'block.body.elu2',
      'block',
      'maxPool5',
      'ln',
      'dropout7',
      'fc',
    ]);
    const { relu3, block, fc } = activations;
    assert.equal(relu3.length, 4 * 4 * 6 * 5);
    assertTensorsClose({ fc }, { fc: network.logits(data, order, 3, 4) }, 0);
    const sum = activations['block.body.elu2'].map((value, i) => value + relu3[i]);
    assertTensorsClose({ block }, { block: sum }, 1e-6);
    network.dispose();
  });

  it('move running statistics as PyTorch does', () => {
    interface Golden {
      readonly what: string;
      readonly shape: readonly number[];
      readonly [name: string]: string | readonly number[];
    }
    const { cases } = JSON.parse(
      fs.readFileSync('test/fixtures/nn-normalisation.json', 'utf8'),
    ) as { cases: Golden[] };
    for (const [what, options] of [
      ['batchnorm2d', {}],
      ['batchnorm2d momentum 0.3 eps 1e-3', { momentum: 0.3, epsilon: 1e-3 }],
      ['batchnorm2d momentum None (cumulative average), 2 forwards', { momentum: null }],
    ] as const) {
      const golden = cases.find((each) => each.what === what)!;
      const [count, ...inputShape] = golden.shape as [number, ...Shape];
      const values = (name: string): Float32Array =>
        Float32Array.from(golden[name] as readonly number[]);
      const layers: Layer[] = [{ kind: 'batchNorm', name: 'bn', ...options }, { kind: 'flatten' }];
      const numClasses = inputShape.reduce((a, b) => a * b, 1);
      const norm: Model = { name: what, inputShape, numClasses, layers };
      const examples = { ...drawDataset(norm, count, rng), images: values('x') };
      const doubled = { ...examples, images: values('x').map((x) => 2 * x) };
      const network = engine.compile(norm, {
        batchSize: count,
        optimizer: sgd(),
        loss: meanSquaredError(),
      });
      network.load({
        'bn.scale': values('weight'),
        'bn.shift': values('bias'),
        'bn.mean': values('running_mean'),
        'bn.variance': values('running_var'),
      });
      [examples, doubled].forEach((batch, i) => {
        network.trainStep(batch, Int32Array.of(0, 1, 2), 0, count, 0);
        const { 'bn.mean': mean, 'bn.variance': variance } = network.parameters();
        const expected = {
          mean: values(`running_mean_after_${i + 1}`),
          variance: values(`running_var_after_${i + 1}`),
        };
        assertTensorsClose({ mean, variance }, expected, 1e-6, what);
      });
      network.dispose();
    }
  });

  it('refuse what makes no sense', () => {
    const network = engine.compile(model, { batchSize: 4 });
    network.load(parameters);
    const other = drawDataset({ ...model, inputShape: [1, 6, 5] }, 4, rng);
    const refused: [() => unknown, RegExp][] = [
      [() => engine.compile(model, { batchSize: 0 }), /batch size must be a positive integer/],
      [
        () => engine.compile({ ...model, numClasses: 4 }, { batchSize: 1 }),
        /per class \(4\), but has 3/,
      ],
      [() => engine.compile(model, { batchSize: 1, mask: {} }), /mask of 'conv.weight' has no/],
      [() => engine.compile(model, { batchSize: 1, holdGates: true }), /with the wasm engine/],
      [() => network.load({}), /lack 'conv.weight'/],
      [() => network.trainStep(data, order, 0, 4, 1), /compile it with an optimizer/],
      [() => network.logits(data, order, 0, 5), /has 1 to 4 examples, but 5/],
      [() => network.logits(data, order, 18, 4), /no 4 examples from 18 on/],
      [() => network.logits(data, Int32Array.of(20), 0, 1), /Example 20 .*does not exist/],
      [() => network.evaluate(data, new Int32Array()), /no examples/],
      [() => network.evaluate(other), /have shape \[1, 6, 5\]/],
      [() => network.activations(data, order, 0, 4), /compile it with keepActivations/],
      [() => network.outputs(new Float32Array(61), 1), /60 values for each, but have 61/],
      [() => network.pullback(new Float32Array(60), new Float32Array(2), 1), /upstream of 1/],
    ];
    for (const [work, message] of refused) {
      assert.throws(work, (error) => error instanceof UserError && message.test(error.message));
    }
    network.dispose();
    assert.throws(() => network.parameters(), /was disposed of/);
  });
});
