// The same evidence from the engines themselves, with the numbers of the SynFlow authors' code.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type Dataset, makeDataset } from '../../../src/data/dataset.js';
import type { Engine, Mode } from '../../../src/engine/engine.js';
import { absolutePass } from '../../../src/engine/evidence/absolute-pass.js';
import {
  gradientTimesWeight,
  meanGradients,
  perSampleGradients,
} from '../../../src/engine/evidence/gradients.js';
import { heated } from '../../../src/engine/evidence/heated.js';
import { hessianVectorProduct } from '../../../src/engine/evidence/hessian.js';
import { tfjsEngine } from '../../../src/engine/tfjs/engine.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import type { Model, Parameters } from '../../../src/models/model.js';
import {
  assertNumbersClose,
  golden,
  goldenData,
  goldenExamples,
  goldenModel,
  goldenParameters,
} from './golden.js';

interface ConvGolden {
  readonly parameters: Record<string, number[]>;
  readonly inputs: number[];
  readonly labels: number[];
  readonly logits: number[];
  readonly flow: number;
  readonly synflow: Record<string, number[]>;
  readonly gradient: Record<string, number[]>;
  /** With the logits divided by 200; so are those below. */
  readonly hessianGradient: Record<string, number[]>;
  readonly hessianGradientInTrainMode: Record<string, number[]>;
  readonly hessianGradientOfTwoBatches: Record<string, number[]>;
  readonly twoBatches: readonly number[];
}

const conv = JSON.parse(fs.readFileSync('test/fixtures/synflow-conv.json', 'utf8')) as ConvGolden;
const convModel: Model = {
  name: 'conv-bn-relu-pool twice',
  inputShape: [3, 8, 8],
  numClasses: 5,
  layers: [
    { kind: 'conv2d', name: 'conv1', channels: 6, kernel: 3, bias: false },
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'relu' },
    { kind: 'maxPool', size: 2 },
    { kind: 'conv2d', name: 'conv2', channels: 8, kernel: 3 },
    { kind: 'batchNorm', name: 'bn2' },
    { kind: 'relu' },
    { kind: 'maxPool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', name: 'fc', units: 5 },
  ],
};
const convParameters: Parameters = Object.fromEntries(
  Object.entries(conv.parameters).map(([name, v]) => [name, Float32Array.from(v)]),
);
const convData = makeDataset({
  name: 'golden',
  split: 'train',
  images: Float32Array.from(conv.inputs),
  labels: Uint8Array.from(conv.labels),
  shape: [3, 8, 8],
  numClasses: 5,
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
});
const convExamples = Int32Array.from(conv.labels, (_, i) => i);

for (const [name, start] of [
  ['wasm', () => Promise.resolve(wasmEngine({ guards: true }))],
  ['cpu', () => tfjsEngine('cpu')],
] as const) {
  describe(`evidence from the engine ${name}`, () => {
    let engine: Engine;
    before(async () => {
      engine = await start();
    });
    const mlpNetwork = () => {
      const network = engine.compile(goldenModel, { batchSize: 32 });
      network.load(goldenParameters);
      return network;
    };
    const convNetwork = () => {
      const network = engine.compile(convModel, { batchSize: 16, keepActivations: true });
      network.load(convParameters);
      return network;
    };

    it('is what the official SNIP and SynFlow compute for an MLP', () => {
      const network = mlpNetwork();
      const batch = [goldenData, goldenExamples, 0, 32] as const;
      const gradients = network.gradients(...batch, 'eval');
      assertNumbersClose(gradients, golden.gradient, 1e-4, 1e-6);
      const products = gradientTimesWeight(network, goldenData, goldenExamples);
      const saliency = Object.entries(products).map(([key, v]) => [key, v.map(Math.abs)] as const);
      assertNumbersClose(Object.fromEntries(saliency), golden.snip, 1e-4, 1e-6);
      const { flow, scores } = absolutePass(network);
      assert.ok(Math.abs(flow - golden.flow) < 1e-5 * golden.flow);
      assertNumbersClose(scores, golden.synflow, 1e-4, 1e-6);
      network.dispose();
    });

    it('is what the official code computes for a convolutional net in eval mode', () => {
      const network = convNetwork();
      const logits = network.logits(convData, convExamples, 0, 16);
      assertNumbersClose({ logits }, { logits: conv.logits }, 1e-4, 1e-6);
      const gradients = network.gradients(convData, convExamples, 0, 16, 'eval');
      assertNumbersClose(gradients, conv.gradient, 1e-4, 1e-5);
      const { flow, scores } = absolutePass(network);
      assert.ok(Math.abs(flow - conv.flow) < 1e-5 * conv.flow);
      assertNumbersClose(scores, conv.synflow, 1e-4, 1e-6);
      network.dispose();
    });

    it('has per-sample gradients whose mean is the gradient of the batch', () => {
      const network = convNetwork();
      const batch = network.gradients(convData, convExamples, 0, 16, 'eval');
      const mean = Object.fromEntries(
        Object.entries(batch).map(([key, v]) => [key, new Float64Array(v.length)]),
      );
      perSampleGradients(network, convData, convExamples, (gradients) => {
        for (const [key, sum] of Object.entries(mean)) {
          gradients[key].forEach((g, i) => (sum[i] += g / 16));
        }
      });
      assertNumbersClose(batch, mean, 1e-4, 1e-5);
      network.dispose();
    });

    it('has the activations of every layer', () => {
      const network = convNetwork();
      const outputs = network.activations(convData, convExamples, 0, 16);
      assert.deepEqual(
        Object.entries(outputs).map(([key, v]) => [key, v.length / 16]),
        [
          ['conv1', 384],
          ['bn1', 384],
          ['relu3', 384],
          ['maxPool4', 96],
          ['conv2', 128],
          ['bn2', 128],
          ['relu7', 128],
          ['maxPool8', 32],
          ['flatten9', 32],
          ['fc', 5],
        ],
      );
      assertNumbersClose({ fc: outputs.fc }, { fc: conv.logits }, 1e-4, 1e-6);
      assert.deepEqual(
        outputs.relu3,
        outputs.bn1.map((v) => Math.max(0, v)),
      );
      assert.deepEqual(outputs.flatten9, outputs.maxPool8);
      network.dispose();
    });
  });
}

describe("the official GraSP's Hessian product at temperature 200, with gates held", () => {
  const product = (
    [model, parameters, data]: readonly [Model, Parameters, Dataset],
    expected: Readonly<Record<string, ArrayLike<number>>>,
    batchSize: number,
    mode: Mode = 'eval',
  ): void => {
    const engine = wasmEngine({ guards: true });
    const network = engine.compile(model, { batchSize, holdGates: true });
    network.load(parameters);
    const hot = heated(network, 200);
    const examples = Int32Array.from(data.labels, (_, i) => i);
    const options = { mode, batches: 'summed' } as const;
    const gradients = meanGradients(hot, data, examples, options);
    const direction = Object.fromEntries(Object.keys(expected).map((key) => [key, gradients[key]]));
    for (const step of [3e-4, 1e-3]) {
      const found = hessianVectorProduct(hot, data, examples, direction, { ...options, step });
      assertNumbersClose(found, expected, 0.002, 5e-4);
    }
    network.dispose();
  };
  const ofMlp = [goldenModel, goldenParameters, goldenData] as const;
  const ofConv = [convModel, convParameters, convData] as const;

  it('is that of an MLP', () => {
    product(ofMlp, golden.hessianGradient, 32);
  });
  it('is that of an MLP for batches of unequal size', () => {
    product(ofMlp, golden.hessianGradientOfTwoBatches, golden.twoBatches[0]);
  });
  it('is that of a convolutional net', () => {
    product(ofConv, conv.hessianGradient, 16);
  });
  it('is that of a convolutional net in train mode', () => {
    product(ofConv, conv.hessianGradientInTrainMode, 16, 'train');
  });
  it('is that of a convolutional net for batches of unequal size', () => {
    product(ofConv, conv.hessianGradientOfTwoBatches, conv.twoBatches[0]);
  });
});
