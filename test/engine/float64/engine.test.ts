import assert from 'node:assert/strict';
import type { Engine, Gates } from '../../../src/engine/engine.js';
import { absolutePass } from '../../../src/engine/evidence/absolute-pass.js';
import { meanGradients } from '../../../src/engine/evidence/gradients.js';
import { heated } from '../../../src/engine/evidence/heated.js';
import { hessianVectorProduct } from '../../../src/engine/evidence/hessian.js';
import { float64Engine } from '../../../src/engine/float64/engine.js';
import { crossEntropy, huber } from '../../../src/engine/loss.js';
import { adam } from '../../../src/engine/optimizer.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { lenet300100 } from '../../../src/models/mlp.js';
import type { Model } from '../../../src/models/model.js';
import { buildModel } from '../../../src/models/register.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenConv } from '../../support/synflow-nets.js';
import { assertEnginesAgree } from '../agreement.js';
import { agreesWithPyTorch } from '../golden-networks.js';

/** Most kinds of layers. */
const mixed: Model = {
  name: 'mixed',
  inputShape: [3, 9, 8],
  numClasses: 3,
  layers: [
    { kind: 'conv2d', name: 'conv1', channels: 6, kernel: 3, bias: false },
    { kind: 'batchNorm', name: 'bn1', momentum: null, epsilon: 1e-3 },
    { kind: 'gelu' },
    { kind: 'conv2d', name: 'conv2', channels: 6, kernel: 3, dilation: 2, groups: 2 },
    {
      kind: 'residual',
      name: 'block',
      body: [
        { kind: 'silu' },
        { kind: 'conv2d', name: 'c', channels: 4, kernel: 3, stride: 2, bias: false },
        { kind: 'batchNorm', name: 'bn' },
      ],
      shortcut: [{ kind: 'conv2d', name: 'c', channels: 4, kernel: 1, stride: 2 }],
    },
    { kind: 'maxPool', size: 3, stride: 2, padding: 1, overhang: true },
    { kind: 'layerNorm', name: 'ln' },
    { kind: 'tanh' },
    { kind: 'dense', name: 'fc', units: 3 },
  ],
};

describe('the float64 engine', function () {
  this.timeout(20_000);
  let cpu: Engine;
  before(async () => {
    cpu = await tfjsEngine('cpu');
  });

  agreesWithPyTorch(float64Engine, { tolerance: 1e-7 });

  it("has the flow and the scores of the SynFlow authors' code", () => {
    const { model, parameters, theirs } = goldenConv;
    const network = float64Engine().compile(model, { batchSize: 1 });
    network.load(parameters);
    const { flow, scores } = absolutePass(network);
    assert.ok(Math.abs(flow - theirs.flow) < 1e-6 * flow);
    assertNumbersClose(scores, theirs.scores.synflow, 1e-6, 1e-7);
  });

  for (const [what, options] of [
    ['dense', {}],
    ['masked, with Adam and clipped gradients', { density: 0.4, optimizer: adam(), clipNorm: 0.1 }],
    ["with Huber's loss", { loss: huber({ delta: 0.5 }) }],
    ['with class weights', { loss: crossEntropy({ classWeights: [1, 2, 0.5] }) }],
  ] as const) {
    it(`agrees with the float32 engines, ${what}`, () => {
      const all = { trainedTolerance: 1e-4, ...options };
      assertEnginesAgree(cpu, float64Engine(), mixed, all);
      assertEnginesAgree(wasmEngine({ guards: true }), float64Engine(), mixed, all);
    });
  }

  it('agrees with the wasm engine on nets of the papers', () => {
    const wasm = wasmEngine({ guards: true });
    assertEnginesAgree(wasm, float64Engine(), lenet300100(), { batchSize: 8, steps: 1 });
    const resnet = buildModel('resnet-8-w8', [3, 8, 8], 10);
    assertEnginesAgree(wasm, float64Engine(), resnet, { steps: 1, tolerance: 1e-4 });
    const gru = buildModel('gru-9', [3, 7, 6], 10);
    assertEnginesAgree(wasm, float64Engine(), gru, { density: 0.3 });
  });
});

describe('a network of the float64 engine that holds gates', () => {
  const { model, parameters, data, examples } = goldenConv;

  it('gives the Hessian-vector product of the convolutional net that GraSP takes', () => {
    for (const [mode, theirs] of [
      ['eval', goldenConv.theirs],
      ['train', goldenConv.theirs.trainMode],
    ] as const) {
      const network = float64Engine().compile(model, { batchSize: 16, holdGates: true });
      network.load(parameters);
      const hot = heated(network, 200);
      const gradients = meanGradients(hot, data, examples, { mode });
      const expected = theirs.hessianGradient;
      const direction = Object.fromEntries(Object.keys(expected).map((k) => [k, gradients[k]]));
      const found = hessianVectorProduct(hot, data, examples, direction, { mode });
      assertNumbersClose(found, expected, 1e-4, 1e-4); // parameters and gradients are rounded
    }
  });

  it('changes nothing at the point where they were recorded, and holds them elsewhere', () => {
    const network = float64Engine().compile(model, { batchSize: 16, holdGates: true });
    network.load(parameters);
    const of = (gates: Gates) => network.gradients(data, examples, 0, 16, 'eval', gates);
    const free = of('free');
    assert.deepEqual(of('record'), free);
    assert.deepEqual(of('held'), free);
    const shifted = parameters['bn1.shift'].map((b) => b + 1);
    network.load({ ...parameters, 'bn1.shift': shifted });
    assert.notDeepEqual(of('held'), of('free'));
  });
});
