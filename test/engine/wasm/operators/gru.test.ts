import assert from 'node:assert/strict';
import { gruOperator } from '../../../../src/engine/wasm/operators/gru.js';
import { stream } from '../../../../src/math/rng.js';
import type { Shape } from '../../../../src/models/layer.js';
import { assertPrunedAreZero } from '../../agreement.js';
import { assertTensorClose } from '../examples.js';
import { type Outcome, runOperator, type Trial } from './harness.js';
import { added, assertGradient, dot, normals, variations } from './variations.js';

type Values = Readonly<Record<string, ArrayLike<number>>>;

const UNITS = 5;

function run(trial: Omit<Trial, 'create'>): Outcome {
  const layer = { kind: 'gru', name: 'gru', units: UNITS } as const;
  const { shape } = trial.inputs[0];
  return runOperator({
    ...trial,
    create: (workshop, [input]) => gruOperator(workshop, layer, 'gru', input, shape),
  });
}

/** The layer in double precision, unit by unit. */
function reference(
  x: ArrayLike<number>,
  [channels, height, width]: Shape,
  parameters: Values,
): Float64Array {
  const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
  const features = channels * width;
  const size = features * height;
  const affine = (part: string, row: number, values: readonly number[]): number => {
    const weight = parameters[`gru.${part}.weight`];
    const product = values.reduce((sum, v, j) => sum + weight[row * values.length + j] * v, 0);
    return product + parameters[`gru.${part}.bias`][row];
  };
  const last: number[] = [];
  for (let example = 0; example < x.length / size; example++) {
    let h = new Array<number>(UNITS).fill(0);
    for (let t = 0; t < height; t++) {
      const row = Array.from({ length: features }, (_, f) => {
        const place = (Math.floor(f / width) * height + t) * width + (f % width);
        return x[example * size + place];
      });
      const before = h;
      const sum = (k: number): number => affine('input', k, row) + affine('recurrent', k, before);
      h = before.map((state, i) => {
        const r = sigmoid(sum(i));
        const z = sigmoid(sum(UNITS + i));
        const recurrent = affine('recurrent', 2 * UNITS + i, before);
        const n = Math.tanh(affine('input', 2 * UNITS + i, row) + r * recurrent);
        return (1 - z) * n + z * state;
      });
    }
    last.push(...h);
  }
  return Float64Array.from(last);
}

function draw(rng: ReturnType<typeof stream>, features: number): Record<string, Float32Array> {
  const of = (size: number, scale: number): Float32Array =>
    Float32Array.from({ length: size }, () => scale * rng.normal());
  return {
    'gru.input.weight': of(3 * UNITS * features, 1 / Math.sqrt(features)),
    'gru.input.bias': of(3 * UNITS, 0.5),
    'gru.recurrent.weight': of(3 * UNITS * UNITS, 0.5),
    'gru.recurrent.bias': of(3 * UNITS, 0.5),
  };
}

describe('a GRU', () => {
  it('has the right values and gradients at all sizes', () => {
    for (const { rng, count, shape, adds, what, batchSize } of variations('gru', ['rows'])) {
      const parameters = draw(rng, shape[0] * shape[2]);
      const values = normals(rng, count, shape);
      const upstream = normals(rng, count, [UNITS, 1, 1]);
      const before = adds ? normals(rng, count, shape) : undefined;
      const inputs = [{ shape, layout: 'rows', values, ...(before && { before }) }] as const;
      const outcome = run({ batchSize, count, inputs, upstream, parameters });
      assertTensorClose(outcome.output, reference(values, shape, parameters), 5e-6, what);
      const ofX = (x: Float64Array): number => dot(upstream, reference(x, shape, parameters));
      assertGradient(ofX, values, added(outcome.inputGradients[0], before), rng, `x ${what}`);
      for (const [name, start] of Object.entries(parameters)) {
        const of = (moved: Float64Array): number =>
          dot(upstream, reference(values, shape, { ...parameters, [name]: moved }));
        assertGradient(of, start, outcome.gradients[name], rng, `${name} ${what}`);
      }
    }
  });

  it('computes with the surviving weights alone', () => {
    const rng = stream(1, 'masked gru');
    const shape: Shape = [2, 4, 3];
    const parameters = draw(rng, 6);
    const bits = (name: string): Uint8Array =>
      Uint8Array.from(parameters[name], () => (rng.uniform() < 0.1 ? 1 : 0));
    const mask = {
      'gru.input.weight': bits('gru.input.weight'),
      'gru.recurrent.weight': bits('gru.recurrent.weight'),
    };
    const values = normals(rng, 7, shape);
    const inputs = [{ shape, layout: 'rows', values }] as const;
    const upstream = normals(rng, 7, [UNITS, 1, 1]);
    const { output, gradients, ...rest } = run({
      batchSize: 7,
      inputs,
      upstream,
      parameters,
      mask,
    });
    assertPrunedAreZero(gradients, mask);
    assertPrunedAreZero(rest.parameters, mask);
    assert.ok(gradients['gru.recurrent.weight'].some((g) => g !== 0));
    assertTensorClose(output, reference(values, shape, rest.parameters), 5e-6, 'output');
  });
});
