import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.js';
import { sgd } from '../../../src/engine/optimizer.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import { stream } from '../../../src/math/rng.js';
import type { Layer } from '../../../src/models/layer.js';
import type { Model } from '../../../src/models/model.js';
import {
  assertEnginesAgree,
  assertTensorsClose,
  drawDataset,
  drawParameters,
} from '../agreement.js';
import { agreesWithPyTorch } from '../golden-networks.js';
import { testedBackends, usableEngine } from './usable.js';

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

    agreesWithPyTorch(() => engine);

    for (const [kind, layers] of Object.entries(layered)) {
      it(`agrees with plain JavaScript on ${kind}, masked`, function () {
        if (name === 'cpu') this.skip();
        const model = { name: kind, inputShape: [3, 9, 8], numClasses: 3, layers } as const;
        assertEnginesAgree(engine, cpu, model, { density: 0.5, clipNorm: 0.5 });
      });
    }

    it('sends the gradient of a maximum to the first of equal values', function () {
      if (name === 'cpu') this.skip(); // layers/forward.test.ts
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
