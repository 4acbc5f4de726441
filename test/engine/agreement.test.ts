import {
  binaryCrossEntropy,
  crossEntropy,
  huber,
  meanSquaredError,
  multiMargin,
} from '../../src/engine/loss.js';
import { adam, rmsprop } from '../../src/engine/optimizer.js';
import type { Engine } from '../../src/engine/engine.js';
import { tfjsEngine } from '../../src/engine/tfjs/engine.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import type { Layer } from '../../src/models/layer.js';
import { lenet300100 } from '../../src/models/mlp.js';
import type { Model } from '../../src/models/model.js';
import { buildModel } from '../../src/models/register.js';
import { type AgreementOptions, assertEnginesAgree } from './agreement.js';

function convolutional(name: string, layers: readonly Layer[]): Model {
  const head: Layer = { kind: 'dense', name: 'head', units: 5 };
  return { name, inputShape: [3, 7, 6], numClasses: 5, layers: [...layers, head] };
}

const conv = (name: string, channels: number, options: Partial<Layer> = {}): Layer =>
  ({ kind: 'conv2d', name, channels, kernel: 3, ...options }) as Layer;

// No biases before normalisations: their gradients are zero but for rounding, which optimisers that
// divide by the size of the gradients blow up.
const models: readonly Model[] = [
  convolutional('plain convolutions', [
    conv('c1', 17),
    { kind: 'relu' },
    conv('c2', 8, { stride: 2, bias: false }),
    { kind: 'tanh' },
    { kind: 'maxPool', size: 2, overhang: true },
  ]),
  convolutional('unusual convolutions', [
    conv('c1', 6, { groups: 3, padding: 2 }),
    { kind: 'softplus' },
    conv('c2', 4, { dilation: 2 }),
    { kind: 'softSign' },
    conv('c3', 4, { kernel: 1, stride: 2 }),
    { kind: 'averagePool', size: 3, stride: 2, padding: 1 },
  ]),
  convolutional('normalised convolutions', [
    conv('c1', 8, { bias: false }),
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'gelu' },
    conv('c2', 8, { bias: false }),
    { kind: 'batchNorm', name: 'bn2', momentum: null, epsilon: 1e-3 },
    { kind: 'silu' },
    { kind: 'globalAveragePool' },
    { kind: 'layerNorm', name: 'ln' },
  ]),
  convolutional('residual blocks', [
    conv('c', 6),
    {
      kind: 'residual',
      name: 'same',
      body: [conv('c1', 6), { kind: 'elu' }, conv('c2', 6)],
      shortcut: [],
    },
    { kind: 'leakyRelu' },
    {
      kind: 'residual',
      name: 'half',
      body: [conv('c1', 7, { stride: 2, bias: false }), { kind: 'batchNorm', name: 'bn' }],
      shortcut: [conv('c', 7, { kernel: 1, stride: 2 })],
    },
    { kind: 'sigmoid' },
    { kind: 'flatten' },
  ]),
  convolutional('a GRU on the rows of an image', [{ kind: 'gru', name: 'gru', units: 9 }]),
  convolutional('a GRU after a convolution', [
    conv('c', 4),
    { kind: 'tanh' },
    { kind: 'gru', name: 'gru', units: 6 },
  ]),
];

describe('the wasm engine agrees with TensorFlow.js', function () {
  this.timeout(60_000);
  let wasm: Engine;
  let cpu: Engine;
  before(async () => {
    wasm = wasmEngine({ guards: true });
    cpu = await tfjsEngine('cpu');
  });

  for (const [what, options] of [
    ['dense', {}],
    ['with Adam, at a density of 0.5', { density: 0.5, optimizer: adam(), trainedTolerance: 1e-3 }],
    [
      'with RMSprop, at a density of 0.05',
      { density: 0.05, optimizer: rmsprop(), trainedTolerance: 1e-3 },
    ],
    ['with margins and clipped gradients', { loss: multiMargin(), clipNorm: 0.1 }],
  ] as const satisfies readonly (readonly [string, AgreementOptions])[]) {
    it(`on LeNet-300-100, ${what}`, () => {
      assertEnginesAgree(wasm, cpu, lenet300100(), { batchSize: 8, ...options });
    });
    for (const model of models) {
      it(`on ${model.name}, ${what}`, () => assertEnginesAgree(wasm, cpu, model, options));
    }
  }

  const classWeights = [1, 2, 0.5, 3, 1];
  for (const [what, loss] of [
    ['smoothed labels and class weights', crossEntropy({ labelSmoothing: 0.1, classWeights })],
    ['squares', meanSquaredError()],
    ["Huber's loss", huber({ delta: 0.5 })],
    ['binary cross-entropies', binaryCrossEntropy()],
  ] as const) {
    it(`on ${models[0].name}, with ${what}`, () => {
      assertEnginesAgree(wasm, cpu, models[0], { loss, density: 0.7 });
    });
  }

  // Deep nets with normalisations amplify what is lost in rounding.
  for (const [name, side, tolerance] of [
    ['lenet-5', 28, 1e-5],
    ['lenet-5-caffe-w4', 28, 1e-5],
    ['conv-2-w12', 16, 1e-5],
    ['conv-4-w4', 16, 1e-5],
    ['conv-6-w4', 16, 1e-5],
    ['vgg-11-w2', 32, 1e-4],
    ['vgg-13-w2', 32, 1e-4],
    ['vgg-16-w2', 32, 1e-4],
    ['vgg-19-w2', 32, 1e-4],
    ['resnet-8-w12', 8, 1e-4],
    ['resnet-14-w4', 16, 1e-4],
    ['resnet-20-w4', 16, 1e-4],
    ['resnet-32-w4', 8, 1e-4],
    ['resnet-56-w4', 8, 1e-4],
    ['resnet-18-w4', 16, 1e-4],
    ['wrn-10-1-w4', 16, 1e-4],
    ['wrn-16-2-w4', 8, 1e-4],
  ] as const) {
    it(`on ${name}, dense and at a density of 0.2`, () => {
      const model = buildModel(name, [name.startsWith('lenet') ? 1 : 3, side, side], 10);
      for (const density of [1, 0.2]) {
        const options = { batchSize: 3, steps: 1, density, tolerance };
        assertEnginesAgree(wasm, cpu, model, { ...options, trainedTolerance: 10 * tolerance });
      }
    });
  }
});
