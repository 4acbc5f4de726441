import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeDataset } from '../../../src/data/dataset.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { DEFAULT_PATHS } from '../../../src/engine/wasm/paths.js';
import { stream } from '../../../src/math/rng.js';
import type { Model } from '../../../src/models/model.js';
import { assertClose } from '../../support/close.js';
import {
  adam,
  allDense,
  allSparse,
  assertParametersClose,
  assertTensorClose,
  randomBytes,
  randomFloats,
  randomMask,
  randomParameters,
  sgd,
  smallMlp,
  standardised,
  upTo,
} from './examples.js';
import { referenceAdam, referencePass, referenceSgd, toDoubles } from './reference.js';

const dense = wasmEngine({ guards: true, paths: allDense });
const sparse = wasmEngine({ guards: true, paths: allSparse });

function floats(values: readonly number[]): Float32Array {
  return Float32Array.from(values);
}

describe('the wasm engine agrees with PyTorch', () => {
  type Tensors = Record<string, number[]>;
  const read = (name: string): unknown =>
    JSON.parse(fs.readFileSync(`test/fixtures/${name}.json`, 'utf8'));

  it('on the ReLU net of the Synaptic Flow goldens', () => {
    interface Golden {
      state: Tensors;
      x: number[];
      y: number[];
      logits: number[];
      loss: number;
      gradients: Tensors;
    }
    const golden = read('nn-relu-mlp') as Golden;
    const model = smallMlp([1, 1, 20], [16, 12], 5);
    const data = makeDataset({
      name: 'golden',
      split: 'train',
      images: floats(golden.x),
      labels: Uint8Array.from(golden.y),
      shape: model.inputShape,
      numClasses: 5,
      mean: [0],
      deviation: [1],
    });
    const mask = randomMask(model, 2, stream(1, 'everything'));
    for (const engine of [dense, sparse]) {
      const network = engine.compile(model, { batchSize: 32, mask });
      network.load(
        Object.fromEntries(Object.entries(golden.state).map(([k, v]) => [k, floats(v)])),
      );
      assertTensorClose(network.logits(data, upTo(32), 0, 32), golden.logits, 1e-5, 'logits');
      assertClose(network.evaluate(data).loss, golden.loss, 1e-6);
      const gradients = network.gradients(data, upTo(32), 0, 32);
      for (const [name, expected] of Object.entries(golden.gradients)) {
        assertTensorClose(gradients[name], expected, 1e-5, name);
      }
      network.dispose();
    }
  });

  it('on both halves of the MLP goldens, with the tanh between them done here', () => {
    interface Golden {
      state: Tensors;
      x: number[];
      y: number[];
      output: number[];
      loss: number;
      gradients: Tensors;
    }
    const golden = read('nn-mlp') as Golden;
    const run = (model: Model, images: Float32Array, names: Record<string, string>) => {
      const network = dense.compile(model, { batchSize: 7 });
      network.load(
        Object.fromEntries(
          Object.entries(names).flatMap(([ours, theirs]) =>
            ['weight', 'bias'].map((role) => [
              `${ours}.${role}`,
              floats(golden.state[`${theirs}.${role}`]),
            ]),
          ),
        ),
      );
      const data = makeDataset({
        name: 'golden',
        split: 'train',
        images,
        labels: Uint8Array.from(golden.y),
        shape: model.inputShape,
        numClasses: model.numClasses,
        mean: [0],
        deviation: [1],
      });
      return { network, data };
    };
    const lower = run(smallMlp([1, 1, 8], [10], 6), floats(golden.x), { fc1: 'fc1', fc2: 'fc2' });
    const hidden = lower.network.logits(lower.data, upTo(7), 0, 7).map(Math.tanh);
    const { network, data } = run(smallMlp([1, 1, 6], [], 3), hidden, { fc1: 'fc3' });
    assertTensorClose(network.logits(data, upTo(7), 0, 7), golden.output, 1e-6, 'logits');
    assertClose(network.evaluate(data).loss, golden.loss, 1e-6);
    const gradients = network.gradients(data, upTo(7), 0, 7);
    assertTensorClose(gradients['fc1.weight'], golden.gradients['fc3.weight'], 1e-5, 'fc3.weight');
    assertTensorClose(gradients['fc1.bias'], golden.gradients['fc3.bias'], 1e-5, 'fc3.bias');
    lower.network.dispose();
    network.dispose();
  });
});

describe('the wasm engine agrees with the double-precision reference', () => {
  const rng = stream(7, 'shapes');
  const cases = Array.from({ length: 60 }, (_, i) => ({
    shape: [1 + rng.below(3), 1 + rng.below(6), 1 + rng.below(7)] as const,
    hidden: Array.from({ length: rng.below(3) }, () => 1 + rng.below(23)),
    classes: 1 + rng.below(11),
    batchSize: [1, 3, 4, 7, 16, 24, 29, 60, 64][i % 9],
    density: [1, 0.6, 0.2, 0.03][i % 4],
    bytes: i % 2 === 0,
  }));

  for (const engine of [dense, sparse]) {
    const path = engine === dense ? 'dense' : 'sparse';
    it(`in logits, loss and gradients of random nets (${path})`, () => {
      cases.forEach(({ shape, hidden, classes, batchSize, density, bytes }, i) => {
        const draw = stream(i, 'net');
        const model = smallMlp(shape, hidden, classes);
        const mask = randomMask(model, density, draw);
        const parameters = randomParameters(model, draw);
        const data = (bytes ? randomBytes : randomFloats)(model, batchSize + 3, draw);
        const count = 1 + draw.below(batchSize);
        const start = draw.below(3);
        const order = upTo(data.size).reverse();
        const examples = [...order.subarray(start, start + count)];

        const expected = referencePass(
          model.layers,
          toDoubles(parameters, mask),
          examples.map((example) => standardised(data, example)),
          examples.map((example) => data.labels[example]),
        );
        const network = engine.compile(model, { batchSize, mask });
        network.load(parameters);
        network.gradients(data, order, 0, batchSize); // leaves its marks in all lanes
        const logits = network.logits(data, order, start, count);
        assertTensorClose(
          logits,
          expected.logits.flatMap((z) => [...z]),
          2e-6,
          'logits',
        );
        const { loss } = network.evaluate(data, order.subarray(start, start + count));
        assert.ok(Math.abs(loss - expected.loss) < 2e-6 * (1 + expected.loss), `loss of case ${i}`);
        const gradients = network.gradients(data, order, start, count);
        for (const [name, bits] of Object.entries(mask)) {
          expected.gradients[name].forEach((_, j, all) => {
            if (bits[j] === 0) all[j] = 0;
          });
        }
        for (const [name, values] of Object.entries(expected.gradients)) {
          assertTensorClose(gradients[name], values, 1e-4, `${name} of case ${i}`);
        }
        network.dispose();
      });
    });
  }

  const updates = [
    { optimizer: sgd, referenceUpdate: () => referenceSgd(0.05, 0.9, 1e-3) },
    { optimizer: adam, referenceUpdate: () => referenceAdam(0.01, 0.9, 0.999, 1e-8, 1e-3) },
  ];
  for (const { optimizer, referenceUpdate } of updates) {
    it(`in ten steps of ${optimizer.kind} on a masked net`, () => {
      const draw = stream(3, optimizer.kind);
      const model = smallMlp([1, 5, 5], [17, 9], 4);
      const mask = randomMask(model, 0.5, draw);
      const parameters = randomParameters(model, draw);
      const data = randomBytes(model, 70, draw);
      for (const engine of [dense, sparse]) {
        const network = engine.compile(model, { batchSize: 7, mask, optimizer });
        network.load(parameters);
        const doubles = toDoubles(parameters, mask);
        const update = referenceUpdate();
        for (let step = 0; step < 10; step++) {
          const examples = Array.from({ length: 7 }, (_, i) => 7 * step + i);
          const { loss, gradients } = referencePass(
            model.layers,
            doubles,
            examples.map((example) => standardised(data, example)),
            examples.map((example) => data.labels[example]),
          );
          const rate = optimizer.kind === 'sgd' ? 0.05 : 0.01;
          assertClose(network.trainStep(data, upTo(70), 7 * step, 7, rate), loss, 1e-4);
          for (const [name, bits] of Object.entries(mask)) {
            gradients[name].forEach((_, j, all) => {
              if (bits[j] === 0) all[j] = 0;
            });
          }
          update(doubles, gradients);
        }
        assertParametersClose(network.parameters(), doubles, 1e-4);
        network.dispose();
      }
    });
  }

  it('which agrees with finite differences', () => {
    const draw = stream(5, 'differences');
    const model = smallMlp([1, 2, 3], [5], 3);
    const parameters = toDoubles(randomParameters(model, draw));
    const data = randomFloats(model, 4, draw);
    const inputs = [0, 1, 2, 3].map((example) => standardised(data, example));
    const lossAt = (): number => referencePass(model.layers, parameters, inputs, data.labels).loss;
    const { gradients } = referencePass(model.layers, parameters, inputs, data.labels);
    const step = 1e-5;
    for (const [name, values] of Object.entries(parameters)) {
      const differences = values.map((value, i) => {
        values[i] = value + step;
        const above = lossAt();
        values[i] = value - step;
        const below = lossAt();
        values[i] = value;
        return (above - below) / (2 * step);
      });
      assertTensorClose(gradients[name], differences, 1e-6, name);
    }
  });
});

describe('the choice between dense and sparse layers', () => {
  it('is made by density alone', () => {
    const model = smallMlp([1, 10, 10], [8], 5);
    const parameters = randomParameters(model, stream(8, 'init'));
    const data = randomFloats(model, 30, stream(8, 'data'));
    for (const [density, expected] of [
      [DEFAULT_PATHS.sparseDenseBelow - 0.2, sparse],
      [DEFAULT_PATHS.sparseDenseBelow + 0.2, dense],
    ] as const) {
      const mask = randomMask(model, density, stream(8, 'mask'));
      const [chosen, same, other] = [
        wasmEngine(),
        expected,
        expected === dense ? sparse : dense,
      ].map((engine) => {
        const network = engine.compile(model, { batchSize: 30, mask });
        network.load(parameters);
        const gradients = network.gradients(data, upTo(30), 0, 30);
        network.dispose();
        return gradients;
      });
      assert.deepEqual(chosen, same);
      assert.notDeepEqual(chosen, other); // they add up in another order
    }
  });
});
