// SynFlow's saliency of the golden networks, by our exact pass over their absolute parameters, and
// what the code of the SynFlow authors says of its sums.
import fs from 'node:fs';
import { type Saliency, synapticSaliency } from '../../src/analysis/saliency.js';
import { pullback64 } from '../../src/engine/float64/forward.js';
import type { Layer } from '../../src/models/layer.js';
import { mlp } from '../../src/models/mlp.js';
import { inputSize, type Model, type Parameters, parameterSpecs } from '../../src/models/model.js';

export interface GoldenFlow {
  readonly model: Model;
  /** R, with all biases. */
  readonly flow: number;
  /** Sum of the scores of each weight. */
  readonly sums: Readonly<Record<string, number>>;
  readonly saliency: Saliency;
}

const conv = (name: string, channels: number, kernel = 3, stride = 1): Layer => {
  return { kind: 'conv2d', name, channels, kernel, stride, bias: false };
};
const norm = (name: string): Layer => ({ kind: 'batchNorm', name });
const relu: Layer = { kind: 'relu' };
const block = (name: string, channels: number, stride: number): Layer[] => [
  {
    kind: 'residual',
    name,
    body: [
      conv('conv1', channels, 3, stride),
      norm('bn1'),
      relu,
      conv('conv2', channels),
      norm('bn2'),
    ],
    shortcut: stride === 1 ? [] : [conv('conv', channels, 1, stride), norm('bn')],
  },
  relu,
];

const resnet: Model = {
  name: 'the residual network of the SynFlow authors',
  inputShape: [3, 8, 8],
  numClasses: 4,
  layers: [
    conv('conv1', 4),
    norm('bn1'),
    relu,
    ...block('block1', 4, 1),
    ...block('block2', 8, 2),
    { kind: 'globalAveragePool' },
    { kind: 'dense', name: 'fc', units: 4 },
  ],
};

interface Fixture {
  readonly parameters: Record<string, number[]>;
  readonly flow: number;
  readonly sums?: Record<string, number>;
}

function golden(model: Model, file: string, sums?: Record<string, number>): GoldenFlow {
  const fixture = JSON.parse(fs.readFileSync(`test/fixtures/${file}`, 'utf8')) as Fixture;
  const absolute: Parameters = Object.fromEntries(
    parameterSpecs(model).map(({ name, role, size }) => {
      const missing = role === 'scale' || role === 'variance' ? 1 : 0;
      const values = fixture.parameters[name] ?? new Array<number>(size).fill(missing);
      return [name, Float32Array.from(values, Math.abs)];
    }),
  );
  const ones = new Float32Array(inputSize(model)).fill(1);
  const upstream = new Float32Array(model.numClasses).fill(1);
  const { gradients } = pullback64(model, absolute, ones, upstream, 1);
  const saliency = synapticSaliency(model, absolute, gradients);
  return { model, flow: fixture.flow, sums: sums ?? fixture.sums!, saliency };
}

export const goldenResnet = golden(resnet, 'synflow-resnet-flow.json');

export const goldenMlp = golden(
  mlp({ inputShape: [1, 1, 20], hidden: [16, 12], numClasses: 5 }),
  'synflow-mlp.json',
  { 'fc1.weight': 431.437637, 'fc2.weight': 439.858017, 'fc3.weight': 441.8142356 },
);

const pool: Layer = { kind: 'maxPool', size: 2 };

export const goldenConv = golden(
  {
    name: 'the convolutional network of the golden numbers',
    inputShape: [3, 8, 8],
    numClasses: 5,
    layers: [
      conv('conv1', 6),
      norm('bn1'),
      relu,
      pool,
      { kind: 'conv2d', name: 'conv2', channels: 8, kernel: 3 },
      norm('bn2'),
      relu,
      pool,
      { kind: 'dense', name: 'fc', units: 5 },
    ],
  },
  'synflow-conv.json',
  { 'conv1.weight': 1760.405827, 'conv2.weight': 1741.915723, 'fc.weight': 1741.550479 },
);
