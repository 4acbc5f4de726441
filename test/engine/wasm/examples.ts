// Small random models, data sets and masks, and how tensors are compared.
import assert from 'node:assert/strict';
import { type Dataset, makeDataset } from '../../../src/data/dataset.js';
import { adam as adamOf, type Optimizer, sgd as sgdOf } from '../../../src/engine/optimizer.js';
import type { Paths } from '../../../src/engine/wasm/paths.js';
import type { Rng } from '../../../src/math/rng.js';
import { mlp } from '../../../src/models/mlp.js';
import {
  inputSize,
  type Model,
  type Parameters,
  parameterSpecs,
  prunableSpecs,
} from '../../../src/models/model.js';
import type { Mask } from '../../../src/models/mask.js';

export const sgd: Optimizer = sgdOf({ momentum: 0.9, weightDecay: 1e-3 });
export const adam: Optimizer = adamOf({ weightDecay: 1e-3 });

/** Every layer dense, or every layer with a mask sparse. */
export const allDense: Partial<Paths> = { sparseDenseBelow: 0, sparseConvolutionBelow: 0 };
export const allSparse: Partial<Paths> = {
  sparseDenseBelow: Infinity,
  sparseConvolutionBelow: Infinity,
};

export type Shape = readonly [number, number, number];

export function smallMlp(inputShape: Shape, hidden: readonly number[], numClasses: number): Model {
  return mlp({ inputShape, hidden, numClasses });
}

/** Normal weights and (unlike any initialiser's) normal biases. */
export function randomParameters(model: Model, rng: Rng): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name, shape, size }) => {
      const scale = 1 / Math.sqrt(shape.at(-1)!);
      return [name, Float32Array.from({ length: size }, () => scale * rng.normal())];
    }),
  );
}

export function randomMask(model: Model, density: number, rng: Rng): Mask {
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => [
      name,
      Uint8Array.from({ length: size }, () => (rng.uniform() < density ? 1 : 0)),
    ]),
  );
}

/** Random labels and bytes, standardised differently in each channel. */
export function randomBytes(model: Model, size: number, rng: Rng): Dataset {
  return makeDataset({
    ...about(model, size, rng),
    images: Uint8Array.from({ length: size * inputSize(model) }, () => rng.below(256)),
  });
}

/** Random labels and normal floats. */
export function randomFloats(model: Model, size: number, rng: Rng): Dataset {
  return makeDataset({
    ...about(model, size, rng),
    images: Float32Array.from({ length: size * inputSize(model) }, () => rng.normal()),
  });
}

function about(model: Model, size: number, rng: Rng): Omit<Dataset, 'images' | 'size' | 'sha256'> {
  const [channels] = model.inputShape;
  return {
    name: 'noise',
    split: 'train',
    labels: Uint8Array.from({ length: size }, () => rng.below(model.numClasses)),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: Array.from({ length: channels }, (_, c) => 0.3 + 0.1 * c),
    deviation: Array.from({ length: channels }, (_, c) => 0.2 + 0.1 * c),
  };
}

/** What a network sees of an example. */
export function standardised(data: Dataset, example: number): Float64Array {
  const features = data.shape[0] * data.shape[1] * data.shape[2];
  const perChannel = features / data.shape[0];
  const row = data.images.subarray(example * features, (example + 1) * features);
  if (row instanceof Float32Array) return Float64Array.from(row);
  return Float64Array.from(row, (byte, f) => {
    const channel = Math.floor(f / perChannel);
    return (byte / 255 - data.mean[channel]) / data.deviation[channel];
  });
}

export function upTo(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Asserts that tensors agree up to `tolerance` times the largest expected entry. */
export function assertTensorClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  name: string,
): void {
  assert.equal(actual.length, expected.length, `length of ${name}`);
  const scale = Array.from(expected).reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert.ok(
      error <= tolerance * scale,
      `${name}[${i}] is ${actual[i]}, but should be ${expected[i]} (tolerance ${tolerance * scale})`,
    );
  }
}

export function assertParametersClose(
  actual: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
  tolerance: number,
): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const name of Object.keys(expected)) {
    assertTensorClose(actual[name], expected[name], tolerance, name);
  }
}
