// Nets, scores and masks of the SynFlow authors' code; see the `source` of the fixtures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type Dataset, makeDataset } from '../../src/data/dataset.js';
import type { Network } from '../../src/engine/engine.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { stream } from '../../src/math/rng.js';
import type { Mask } from '../../src/models/mask.js';
import { mlp } from '../../src/models/mlp.js';
import { convolution } from '../../src/models/resnet.js';
import type { Layer, Shape } from '../../src/models/layer.js';
import { type Model, type Parameters, prunableSpecs } from '../../src/models/model.js';
import type { Evidence, Scores } from '../../src/pruning/scorer.js';

type Numbers = Readonly<Record<string, readonly number[]>>;

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

interface Fixture {
  readonly scores: Readonly<Record<string, Numbers>>;
  readonly twoBatches: { readonly sizes: readonly number[] } & Readonly<Record<string, Numbers>>;
  readonly trainMode?: Readonly<Record<string, Numbers>>;
  readonly cases: readonly MaskCase[];
}

interface Inputs {
  readonly parameters: Numbers;
  readonly inputs: readonly number[];
  readonly labels: readonly number[];
}

export interface GoldenNet extends Fixture {
  readonly model: Model;
  readonly parameters: Parameters;
  readonly data: Dataset;
  readonly examples: Int32Array;
}

function read(file: string): unknown {
  return JSON.parse(fs.readFileSync(`test/fixtures/${file}.json`, 'utf8'));
}

function net(model: Model, inputs: Inputs, fixture: Fixture): GoldenNet {
  const [channels] = model.inputShape;
  const data = makeDataset({
    name: 'golden',
    split: 'train',
    images: Float32Array.from(inputs.inputs),
    labels: Uint8Array.from(inputs.labels),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: new Array<number>(channels).fill(0),
    deviation: new Array<number>(channels).fill(1),
  });
  const parameters = Object.fromEntries(
    Object.entries(inputs.parameters).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  return { ...fixture, model, parameters, data, examples: Int32Array.from(inputs.labels.keys()) };
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

const residual: Model = {
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

const residualFixture = read('synflow-resnet');

export const goldenNets: Readonly<Record<string, GoldenNet>> = {
  mlp: net(
    mlp({ inputShape: [1, 1, 20], hidden: [16, 12], numClasses: 5 }),
    read('synflow-mlp') as Inputs,
    read('synflow-mlp-pruning') as Fixture,
  ),
  conv: net(conv, read('synflow-conv') as Inputs, read('synflow-conv-pruning') as Fixture),
  resnet: net(residual, residualFixture as Inputs, residualFixture as Fixture),
};

/** A network of the wasm engine with the golden parameters, and the golden batch. */
export function evidenceOf(
  { model, parameters, data, examples }: GoldenNet,
  batchSize = examples.length,
): Evidence & { readonly network: Network } {
  const network = wasmEngine({ guards: true }).compile(model, { batchSize, holdGates: true });
  network.load(parameters);
  return { network, batch: { data, examples }, rng: stream(1, 'pruning') };
}

/** Unpacks the bits of a mask from hexadecimal digits. */
export function unpackMask(model: Model, digits: string): Mask {
  const bits = Array.from(digits).flatMap((digit) => {
    const value = Number.parseInt(digit, 16);
    return [(value >> 3) & 1, (value >> 2) & 1, (value >> 1) & 1, value & 1];
  });
  let from = 0;
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => {
      const entry = Uint8Array.from(bits.slice(from, from + size));
      assert.equal(entry.length, size, name);
      from += size;
      return [name, entry];
    }),
  );
}

/** Numbers of a fixture as scores. */
export function floats(numbers: Numbers): Scores {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}
