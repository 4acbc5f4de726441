import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeDataset } from '../../../src/data/dataset.js';
import type { Engine, Network } from '../../../src/engine/engine.js';
import { crossEntropy, meanSquaredError } from '../../../src/engine/loss.js';
import { adam, sgd } from '../../../src/engine/optimizer.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import { stream } from '../../../src/math/rng.js';
import type { Layer } from '../../../src/models/layer.js';
import type { Model } from '../../../src/models/model.js';
import { assertClose } from '../../support/close.js';
import {
  assertEnginesAgree,
  assertTensorsClose,
  drawDataset,
  drawParameters,
} from './agreement.js';
import { testedBackends, usableEngine } from './usable.js';

type Tensors = Readonly<Record<string, readonly number[]>>;

interface Golden {
  readonly model: Model;
  readonly loss: 'crossEntropy' | 'meanSquaredError';
  readonly count: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly parameters: Tensors;
  readonly eval: Pass;
  readonly train: Pass & { readonly gradients: Tensors };
  readonly statistics?: Tensors;
  readonly training: readonly {
    readonly optimizer: 'sgd' | 'adam';
    readonly learningRate: number;
    readonly losses: readonly number[];
    readonly parameters: Tensors;
    readonly output: readonly number[];
  }[];
}

interface Pass {
  readonly output: readonly number[];
  readonly loss: number;
  readonly gradients?: Tensors;
}

const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-networks.json', 'utf8')) as {
  cases: Golden[];
};
const optimizers = {
  sgd: sgd({ momentum: 0.9, weightDecay: 1e-4 }),
  adam: adam({ weightDecay: 1e-4 }),
};
const losses = { crossEntropy: crossEntropy(), meanSquaredError: meanSquaredError() };
const floats = (tensors: Tensors): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, v]) => [name, Float32Array.from(v)]));

function batchOf({ model, loss, count, x, y }: Golden): Parameters<Network['logits']> {
  const channels = model.inputShape[0];
  const data = makeDataset({
    name: model.name,
    split: 'train',
    images: Float32Array.from(x),
    labels: loss === 'crossEntropy' ? Uint8Array.from(y) : new Uint8Array(count),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: new Array<number>(channels).fill(0),
    deviation: new Array<number>(channels).fill(1),
  });
  const targets = loss === 'crossEntropy' ? {} : { targets: Float32Array.from(y) };
  return [{ ...data, ...targets }, Int32Array.from({ length: count }, (_, i) => i), 0, count];
}

/** Networks of every kind of layer, small enough for any backend. */
const layered: Record<string, readonly Layer[]> = {
  convolutions: [
    { kind: 'conv2d', name: 'conv1', channels: 6, kernel: 3 },
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'relu' },
    { kind: 'conv2d', name: 'conv2', channels: 6, kernel: 3, stride: 2, groups: 2, bias: false },
    { kind: 'batchNorm', name: 'bn2', momentum: null, epsilon: 1e-3 },
    { kind: 'gelu' },
    { kind: 'conv2d', name: 'conv3', channels: 4, kernel: 3, dilation: 2 },
    { kind: 'averagePool', size: 2, overhang: true },
    { kind: 'dropout', rate: 0 },
    { kind: 'dense', name: 'fc', units: 3 },
  ],
  residual: [
    { kind: 'conv2d', name: 'conv', channels: 4, kernel: 3 },
    {
      kind: 'residual',
      name: 'block',
      body: [
        { kind: 'silu' },
        { kind: 'conv2d', name: 'c', channels: 6, kernel: 3, stride: 2 },
        { kind: 'layerNorm', name: 'ln' },
      ],
      shortcut: [{ kind: 'conv2d', name: 'c', channels: 6, kernel: 1, stride: 2 }],
    },
    { kind: 'maxPool', size: 3, stride: 2, padding: 1, overhang: true },
    { kind: 'tanh' },
    { kind: 'flatten' },
    { kind: 'layerNorm', name: 'ln' },
    { kind: 'dense', name: 'fc', units: 3 },
  ],
};

for (const name of testedBackends) {
  describe(`the engine ${name}`, function () {
    this.timeout(120_000); // WebGPU may be run by software
    let engine: Engine;
    let cpu: Engine;
    before(async function () {
      const usable = await usableEngine(name);
      if (usable === undefined) return this.skip();
      engine = usable;
      cpu = await tfjsEngine('cpu');
    });

    it('says what it runs on', () => {
      assert.equal(engine.name, name);
      assert.match(engine.details['@tensorflow/tfjs-core'], /^4\./);
      assert.notEqual(engine.details.device, '');
    });

    for (const golden of cases) {
      it(`agrees with PyTorch on a whole network: ${golden.model.name}`, () => {
        const { model, count, parameters } = golden;
        const batch = batchOf(golden);
        const x = Float32Array.from(golden.x);
        const loss = losses[golden.loss];
        const network = engine.compile(model, { batchSize: count, loss });
        network.load(floats(parameters));
        assertClose(network.evaluate(batch[0]).loss, golden.eval.loss, 1e-5);
        for (const mode of ['eval', 'train'] as const) {
          const { output, gradients } = golden[mode];
          assertTensorsClose({ y: network.outputs(x, count, mode) }, { y: output }, 1e-5, mode);
          if (gradients === undefined) continue;
          // Zero gradients (of biases before normalisations) are rounding only.
          assertTensorsClose(network.gradients(...batch, mode), gradients, 1e-5, mode);
        }
        assert.deepEqual(network.parameters(), floats(parameters), 'looking changes nothing');
        network.dispose();
      });

      it(`agrees with PyTorch in three steps: ${golden.model.name}`, () => {
        const { model, count, training, statistics } = golden;
        const batch = batchOf(golden);
        const loss = losses[golden.loss];
        for (const { optimizer, learningRate, ...expected } of training) {
          const options = { batchSize: count, loss, optimizer: optimizers[optimizer] };
          const network = engine.compile(model, options);
          network.load(floats(golden.parameters));
          expected.losses.forEach((value, step) => {
            assertClose(network.trainStep(...batch, learningRate), value, 1e-4);
            if (step > 0 || statistics === undefined) return;
            const moved = Object.entries(network.parameters());
            const kept = Object.fromEntries(moved.filter(([key]) => key in statistics));
            assertTensorsClose(kept, statistics, 1e-5, 'running statistics');
          });
          // Adam's first steps amplify the rounding of gradients that should be zero.
          const tolerance = optimizer === 'adam' ? 1e-3 : 1e-4;
          assertTensorsClose(network.parameters(), expected.parameters, tolerance, optimizer);
          const y = network.outputs(Float32Array.from(golden.x), count);
          assertTensorsClose({ y }, { y: expected.output }, tolerance, 'outputs');
          network.dispose();
        }
      });
    }

    for (const [kind, layers] of Object.entries(layered)) {
      it(`agrees with plain JavaScript on ${kind}, masked`, function () {
        if (name === 'cpu') this.skip();
        const model = { name: kind, inputShape: [3, 9, 8], numClasses: 3, layers } as const;
        assertEnginesAgree(engine, cpu, model, { density: 0.5, clipNorm: 0.5 });
      });
    }

    it('sends the gradient of a maximum to the first of equal values', function () {
      if (name === 'cpu') this.skip(); // test/engine/tfjs/layers.test.ts
      const layers: Layer[] = [
        { kind: 'conv2d', name: 'conv', channels: 2, kernel: 3 },
        { kind: 'maxPool', size: 3, stride: 2, padding: 1 },
        { kind: 'dense', name: 'fc', units: 3 },
      ];
      const model: Model = { name: 'ties', inputShape: [1, 9, 9], numClasses: 3, layers };
      const rng = stream(1, 'ties');
      const whole = (length: number, n: number): Float32Array =>
        Float32Array.from({ length }, () => rng.below(n));
      const parameters = {
        'conv.weight': whole(18, 2),
        'conv.bias': whole(2, 2),
        'fc.weight': whole(150, 5),
        'fc.bias': whole(3, 5),
      };
      const [inputs, upstream] = [whole(4 * 81, 2), whole(12, 4)];
      const [actual, expected] = [engine, cpu].map((each) => {
        const network = each.compile(model, { batchSize: 4 });
        network.load(parameters);
        const gradients = network.pullback(inputs, upstream, 4);
        network.dispose();
        return gradients;
      });
      assertTensorsClose(actual, expected, 1e-6);
    });

    it('gives the same bits twice, dropout included', () => {
      const layers: Layer[] = [
        { kind: 'dense', name: 'fc1', units: 20 },
        { kind: 'dropout', rate: 0.5 },
        { kind: 'dense', name: 'fc2', units: 3 },
      ];
      const model: Model = { name: 'dropout', inputShape: [1, 2, 3], numClasses: 3, layers };
      const data = drawDataset(model, 8, stream(1, 'data'));
      const order = Int32Array.of(7, 6, 5, 4, 3, 2, 1, 0);
      const train = (seed: number): unknown => {
        const network = engine.compile(model, { batchSize: 8, optimizer: sgd(), seed });
        network.load(drawParameters(model, stream(1, 'init')));
        const rounds = [0, 1, 2].map(() => network.trainStep(data, order, 0, 8, 0.1));
        const result = [rounds, network.parameters()];
        network.dispose();
        return result;
      };
      assert.deepEqual(train(1), train(1));
      assert.notDeepEqual(train(1), train(2));
    });
  });
}
