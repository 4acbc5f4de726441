import { multiMargin } from '../../../src/engine/loss.js';
import { adam, rmsprop } from '../../../src/engine/optimizer.js';
import type { Engine } from '../../../src/engine/engine.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import type { Layer } from '../../../src/models/layer.js';
import { lenet300100 } from '../../../src/models/mlp.js';
import type { Model } from '../../../src/models/model.js';
import { type AgreementOptions, assertEnginesAgree } from './agreement.js';

function convolutional(name: string, layers: readonly Layer[]): Model {
  const head: Layer = { kind: 'dense', name: 'head', units: 5 };
  return { name, inputShape: [3, 7, 6], numClasses: 5, layers: [...layers, head] };
}

const conv = (name: string, channels: number, options: Partial<Layer> = {}): Layer =>
  ({ kind: 'conv2d', name, channels, kernel: 3, ...options }) as Layer;

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
    conv('c2', 8),
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
      body: [conv('c1', 7, { stride: 2 }), { kind: 'batchNorm', name: 'bn' }],
      shortcut: [conv('c', 7, { kernel: 1, stride: 2 })],
    },
    { kind: 'sigmoid' },
    { kind: 'flatten' },
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
});
