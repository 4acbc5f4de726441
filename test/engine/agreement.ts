// Holds one engine against another: outputs, losses, gradients, a few steps, masks.
import assert from 'node:assert/strict';
import { type Dataset, makeDataset } from '../../src/data/dataset.js';
import type { CompileOptions, Engine, Mode, Network } from '../../src/engine/engine.js';
import { sgd } from '../../src/engine/optimizer.js';
import { type Rng, stream } from '../../src/math/rng.js';
import type { Mask } from '../../src/models/mask.js';
import {
  inputSize,
  type Model,
  type Parameters,
  parameterSpecs,
  prunableSpecs,
} from '../../src/models/model.js';
import { createAugmenter } from '../../src/training/augment.js';

type Tensors = Readonly<Record<string, ArrayLike<number>>>;

export interface AgreementOptions extends Partial<CompileOptions> {
  /** Of the largest entry of each tensor. 1e-5 suits shallow nets, deep ones need 1e-4. */
  readonly tolerance?: number;
  /**
   * The same after training; `tolerance` when left out. Optimisers that divide by the size of the
   * gradients amplify the rounding of those that are next to nothing: 1e-3 suits them.
   */
  readonly trainedTolerance?: number;
  /** The fraction of weights kept; all of them when left out. */
  readonly density?: number;
  readonly seed?: number;
  /** Steps of training to compare; 3 when left out. */
  readonly steps?: number;
}

/** Asserts that two engines do the same with a random instance of a model, on random bytes. */
export function assertEnginesAgree(
  actual: Engine,
  expected: Engine,
  model: Model,
  options: AgreementOptions = {},
): void {
  const { tolerance = 1e-5, density = 1, seed = 1, steps = 3, ...rest } = options;
  const { trainedTolerance = tolerance, ...compile } = rest;
  const rng = stream(seed, 'agreement');
  const mask = drawMask(model, density, rng);
  const parameters = drawParameters(model, rng);
  const all = { batchSize: 5, mask, optimizer: sgd({ momentum: 0.9 }), ...compile };
  const data = drawDataset(model, 2 * all.batchSize + 3, rng);
  const networks = [actual, expected].map((engine) => {
    const network = engine.compile(model, { ...all, keepActivations: true });
    network.load(parameters);
    return network;
  });
  const order = Int32Array.from({ length: data.size }, (_, i) => data.size - 1 - i);
  const compare = (
    what: string,
    look: (network: Network) => Tensors,
    allowed = tolerance,
  ): void => {
    assertTensorsClose(look(networks[0]), look(networks[1]), allowed, `${model.name}: ${what}`);
  };
  const batch = [data, order, 2, all.batchSize - 1] as const;

  compare('parameters', (network) => network.parameters());
  compare('logits', (network) => ({ logits: network.logits(...batch) }));
  compare('activations', (network) => network.activations(...batch));
  compare('evaluation', (network) => {
    const { loss, accuracy } = network.evaluate(data);
    return { loss: [loss], accuracy: [accuracy] };
  });
  for (const mode of ['eval', 'train'] as const) compareGradients(mode);
  const augmenter = createAugmenter(all.batchSize, stream(seed, 'moves'), {
    crop: 2,
    mirror: true,
  });
  for (let step = 0; step < steps; step++) {
    const moves = augmenter.draw(all.batchSize);
    const train = (network: Network): Tensors => ({
      loss: [network.trainStep(data, order, step, all.batchSize, 0.01, moves)],
    });
    compare(`loss of step ${step}`, train, step === 0 ? tolerance : trainedTolerance);
  }
  const trained = (network: Network): Tensors => {
    assertPrunedAreZero(network.parameters(), mask);
    return network.parameters();
  };
  compare(`parameters after ${steps} steps`, trained, trainedTolerance);
  for (const network of networks) network.dispose();

  function compareGradients(mode: Mode): void {
    if (mode === 'train' && hasDropout(model)) return; // engines draw different masks
    compare(`gradients (${mode})`, (network) => {
      const gradients = network.gradients(...batch, mode);
      assertPrunedAreZero(gradients, mask);
      return gradients;
    });
    const inputs = drawFloats(inputSize(model) * 3, stream(seed, 'inputs'));
    const upstream = drawFloats(model.numClasses * 3, stream(seed, 'upstream'));
    compare(`outputs (${mode})`, (network) => ({ outputs: network.outputs(inputs, 3, mode) }));
    compare(`pullback (${mode})`, (network) => network.pullback(inputs, upstream, 3, mode));
  }
}

/**
 * Asserts that tensors agree up to `tolerance` times their largest entry; where that is next to
 * nothing (a bias before a batch normalisation has no gradient), times a tenth of the largest entry
 * of all.
 */
export function assertTensorsClose(
  actual: Tensors,
  expected: Tensors,
  tolerance: number,
  what = 'tensors',
): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), what);
  const largest = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const overall = Object.values(expected).reduce((most, v) => Math.max(most, largest(v)), 0);
  for (const [name, values] of Object.entries(expected)) {
    assert.equal(actual[name].length, values.length, `${what}: length of ${name}`);
    const scale = Math.max(largest(values), overall / 10);
    for (let i = 0; i < values.length; i++) {
      const error = Math.abs(actual[name][i] - values[i]) / scale;
      assert.ok(
        error <= tolerance || actual[name][i] === values[i],
        `${what}: ${name}[${i}] is ${actual[name][i]}, but should be ${values[i]} ` +
          `(off by ${error} of the largest entry)`,
      );
    }
  }
}

export function assertPrunedAreZero(tensors: Tensors, mask: Mask): void {
  for (const [name, bits] of Object.entries(mask)) {
    bits.forEach((bit, i) => assert.ok(bit === 1 || tensors[name][i] === 0, `${name}[${i}]`));
  }
}

/** Values that keep activations near 1 in size, none of them at a special place. */
export function drawParameters(model: Model, rng: Rng): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name, role, shape, size }) => {
      const fanIn = shape.slice(1).reduce((a, b) => a * b, 1);
      const draw = {
        weight: () => rng.normal() * Math.sqrt(2 / fanIn),
        scale: () => 1 + 0.1 * rng.normal(),
        variance: () => 0.5 + rng.uniform(),
        bias: () => 0.1 * rng.normal(),
        shift: () => 0.1 * rng.normal(),
        mean: () => 0.1 * rng.normal(),
      }[role];
      return [name, Float32Array.from({ length: size }, draw)];
    }),
  );
}

export function drawMask(model: Model, density: number, rng: Rng): Mask {
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => [
      name,
      Uint8Array.from({ length: size }, () => (rng.uniform() < density ? 1 : 0)),
    ]),
  );
}

export function drawFloats(length: number, rng: Rng): Float32Array {
  return Float32Array.from({ length }, () => rng.normal());
}

/** Random bytes, standardised differently in each channel. */
export function drawDataset(model: Model, size: number, rng: Rng): Dataset {
  const channels = model.inputShape[0];
  return makeDataset({
    name: 'noise',
    split: 'train',
    images: Uint8Array.from({ length: size * inputSize(model) }, () => rng.below(256)),
    labels: Uint8Array.from({ length: size }, () => rng.below(model.numClasses)),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: Array.from({ length: channels }, (_, c) => 0.45 + 0.05 * c),
    deviation: Array.from({ length: channels }, (_, c) => 0.25 + 0.05 * c),
  });
}

function hasDropout({ layers }: Pick<Model, 'layers'>): boolean {
  return JSON.stringify(layers).includes('"dropout"');
}
