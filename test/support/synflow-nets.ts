// Nets on which the code of the SynFlow authors was run, and the numbers that it made; see the
// `source` of the fixtures.
import fs from 'node:fs';
import { type Dataset, makeDataset } from '../../src/data/dataset.js';
import type { Layer, Shape } from '../../src/models/layer.js';
import { mlp } from '../../src/models/mlp.js';
import type { Model, Parameters } from '../../src/models/model.js';
import { convolution } from '../../src/models/resnet.js';

export type Numbers = Readonly<Record<string, readonly number[]>>;

/** By the name of the scorer. */
type ScoresOf = Readonly<Record<string, Numbers>>;

/** A mask that their code made. */
export interface MaskCase {
  readonly scorer: string;
  /** It keeps 10^-exponent of the weights. */
  readonly exponent: number;
  readonly epochs: number;
  readonly schedule: 'exponential' | 'linear';
  readonly scope: 'global' | 'local';
  /** Whether some scores around the threshold of an epoch are equal, or nearly so. */
  readonly tieSensitive: boolean;
  readonly remaining: number;
  readonly mask: string;
}

/** What their code says of a net. */
export interface Theirs {
  /** R, with all biases. */
  readonly flow: number;
  /** SynFlow's scores of each weight, added up. */
  readonly sums: Readonly<Record<string, number>>;
  readonly scores: ScoresOf;
  /** Of batches of unequal size, whose means are summed. */
  readonly twoBatches: { readonly sizes: readonly number[]; readonly scores: ScoresOf };
  /** By the statistics of the batch. */
  readonly trainMode?: { readonly scores: ScoresOf };
  readonly cases: readonly MaskCase[];
}

interface OfHessian {
  /** GraSP's H g, with the logits divided by 200. */
  readonly hessianGradient: Numbers;
}

interface Gradients extends OfHessian {
  readonly gradient: Numbers;
}

/** Biases, scales and shifts compete with the weights. */
interface EverythingPrunable {
  readonly keep: number;
  /** Of what is no weight, by scorer. */
  readonly scores: ScoresOf;
  /** Zeros and ones, by scorer and parameter. */
  readonly masks: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface WithGradients extends Theirs, Gradients {
  readonly everythingPrunable: EverythingPrunable;
  readonly twoBatches: Theirs['twoBatches'] & OfHessian;
}

interface TheirsOfConv extends WithGradients {
  readonly logits: readonly number[];
  readonly trainMode: { readonly scores: ScoresOf } & Gradients;
}

/** A net with its parameters, the batch that it is shown, and what they say of it. */
export interface GoldenNet<T extends Theirs = Theirs> {
  readonly model: Model;
  readonly parameters: Parameters;
  readonly data: Dataset;
  /** All of the data, in order. */
  readonly examples: Int32Array;
  readonly theirs: T;
}

interface Inputs {
  readonly parameters: Numbers;
  readonly inputs: readonly number[];
  readonly labels: readonly number[];
}

/** Numbers of a fixture in single precision. */
export function floats(numbers: Numbers): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}

function read<T extends Theirs>(model: Model, file: string): GoldenNet<T> {
  const fixture = JSON.parse(fs.readFileSync(`test/fixtures/${file}.json`, 'utf8')) as Inputs & T;
  const [channels] = model.inputShape;
  const data = makeDataset({
    name: 'golden',
    split: 'train',
    images: Float32Array.from(fixture.inputs),
    labels: Uint8Array.from(fixture.labels),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: new Array<number>(channels).fill(0),
    deviation: new Array<number>(channels).fill(1),
  });
  const examples = Int32Array.from(fixture.labels.keys());
  return { model, parameters: floats(fixture.parameters), data, examples, theirs: fixture };
}

const picture: Shape = [3, 8, 8];

const conv: Model = {
  name: 'conv-bn-relu-pool twice',
  inputShape: picture,
  numClasses: 5,
  layers: [
    convolution('conv1', 6, 3),
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

const block = (name: string, channels: number, stride: 1 | 2, shortcut: Layer[]): Layer => ({
  kind: 'residual',
  name,
  body: [
    convolution('conv1', channels, 3, stride),
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'relu' },
    convolution('conv2', channels, 3),
    { kind: 'batchNorm', name: 'bn2' },
  ],
  shortcut,
});

const resnet: Model = {
  name: 'their lottery ResNet of 4 and 8 channels',
  inputShape: picture,
  numClasses: 4,
  layers: [
    convolution('conv1', 4, 3),
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'relu' },
    block('block1', 4, 1, []),
    { kind: 'relu' },
    block('block2', 8, 2, [convolution('conv', 8, 1, 2), { kind: 'batchNorm', name: 'bn' }]),
    { kind: 'relu' },
    { kind: 'globalAveragePool' },
    { kind: 'dense', name: 'fc', units: 4 },
  ],
};

/** 20-16-12-5 units, N = 572, and a batch of 32. */
export const goldenMlp = read<WithGradients>(
  mlp({ inputShape: [1, 1, 20], hidden: [16, 12], numClasses: 5 }),
  'synflow-mlp',
);

/** Two convolutions, N = 754, and a batch of 16. */
export const goldenConv = read<TheirsOfConv>(conv, 'synflow-conv');

/** Two blocks, N = 1324, and a batch of 12. */
export const goldenResnet = read(resnet, 'synflow-resnet');
