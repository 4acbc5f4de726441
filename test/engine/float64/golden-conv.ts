// The convolutional net of the SynFlow authors' code, and the numbers that it made.
import fs from 'node:fs';
import { makeDataset } from '../../../src/data/dataset.js';
import type { Model, Parameters } from '../../../src/models/model.js';

type Numbers = Readonly<Record<string, readonly number[]>>;

const read = (name: string): unknown =>
  JSON.parse(fs.readFileSync(`test/fixtures/${name}.json`, 'utf8'));

const conv = read('synflow-conv') as {
  readonly parameters: Numbers;
  readonly inputs: readonly number[];
  readonly labels: readonly number[];
  readonly flow: number;
  readonly synflow: Numbers;
  readonly gradient: Numbers;
  readonly hessianGradient: Numbers;
  readonly hessianGradientInTrainMode: Numbers;
  readonly hessianGradientOfTwoBatches: Numbers;
  readonly twoBatches: readonly number[];
};

const train = read('synflow-conv-train') as { readonly gradient: Numbers };

export const convGolden = {
  flow: conv.flow,
  synflow: conv.synflow,
  eval: { gradient: conv.gradient, hessianGradient: conv.hessianGradient },
  train: { ...train, hessianGradient: conv.hessianGradientInTrainMode },
  twoBatches: {
    batchSize: conv.twoBatches[0],
    hessianGradient: conv.hessianGradientOfTwoBatches,
  },
};

export const convModel: Model = {
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

export const convParameters: Parameters = Object.fromEntries(
  Object.entries(conv.parameters).map(([name, v]) => [name, Float32Array.from(v)]),
);

export const convExamples = {
  data: makeDataset({
    name: 'golden',
    split: 'train',
    images: Float32Array.from(conv.inputs),
    labels: Uint8Array.from(conv.labels),
    shape: [3, 8, 8],
    numClasses: 5,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  }),
  examples: Int32Array.from(conv.labels, (_, i) => i),
};
