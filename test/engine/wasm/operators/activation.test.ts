import assert from 'node:assert/strict';
import fs from 'node:fs';
import { activationOperator } from '../../../../src/engine/wasm/operators/activation.js';
import { normalCdf } from '../../../../src/math/normal.js';
import type { ActivationLayer } from '../../../../src/models/layer.js';
import { assertTensorClose } from '../examples.js';
import { runOperator } from './harness.js';
import { normals, variations } from './variations.js';

interface Golden {
  readonly y: number[];
  readonly slope: number[];
}

/** Value and derivative in double precision. */
type Reference = (x: number) => readonly [number, number];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const tanhOf = (x: number): readonly [number, number] => [Math.tanh(x), 1 - Math.tanh(x) ** 2];

const layers: readonly (readonly [string, ActivationLayer, Reference])[] = [
  ['relu', { kind: 'relu' }, (x) => (x > 0 ? [x, 1] : [0, 0])],
  ['leakyRelu', { kind: 'leakyRelu' }, (x) => (x > 0 ? [x, 1] : [0.01 * x, 0.01])],
  ['tanh', { kind: 'tanh' }, tanhOf],
  ['sigmoid', { kind: 'sigmoid' }, (x) => [sigmoid(x), sigmoid(x) * sigmoid(-x)]],
  ['silu', { kind: 'silu' }, (x) => [x * sigmoid(x), sigmoid(x) * (1 + x * sigmoid(-x))]],
  ['elu', { kind: 'elu' }, (x) => (x > 0 ? [x, 1] : [Math.expm1(x), Math.exp(x)])],
  [
    'softplus',
    { kind: 'softplus' },
    (x) => [Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigmoid(x)],
  ],
  [
    'hardTanh',
    { kind: 'hardTanh' },
    (x) => [Math.min(1, Math.max(-1, x)), Math.abs(x) < 1 ? 1 : 0],
  ],
  ['softSign', { kind: 'softSign' }, (x) => [x / (1 + Math.abs(x)), 1 / (1 + Math.abs(x)) ** 2]],
  [
    'gelu',
    { kind: 'gelu' },
    (x) => [x * normalCdf(x), normalCdf(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)],
  ],
  [
    'gelu by tanh',
    { kind: 'gelu', approximate: true },
    (x) => {
      const k = Math.sqrt(2 / Math.PI);
      const s = sigmoid(2 * k * (x + 0.044715 * x ** 3));
      return [x * s, s + x * s * (1 - s) * 2 * k * (1 + 3 * 0.044715 * x * x)];
    },
  ],
];

describe('activations', () => {
  const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-activations.json', 'utf8')) as Record<
    string,
    Golden
  > & { x: number[] };

  for (const [name, layer] of layers) {
    it(`agree with PyTorch's: ${name}`, () => {
      const { y, slope } = golden[name];
      for (const layout of ['rows', 'blocks'] as const) {
        const { output, inputGradients } = runOperator({
          batchSize: 1,
          inputs: [{ shape: [17, 1, 1], layout, values: Float32Array.from(golden.x) }],
          upstream: new Float32Array(17).fill(1),
          create: (workshop, [input]) => activationOperator(workshop, layer, 'f', input),
        });
        assertTensorClose(output, y, 3e-7, `${name} ${layout}`);
        assertTensorClose(inputGradients[0], slope, 1e-6, `slope of ${name} ${layout}`);
      }
    });
  }

  for (const [name, layer, reference] of layers) {
    it(`agree with their formula at all sizes: ${name}`, () => {
      for (const each of variations('activation', ['rows', 'blocks'])) {
        const { rng, count, shape, adds, ...trial } = each;
        const x = normals(rng, count, shape).map((value) => 6 * value);
        const upstream = normals(rng, count, shape);
        const before = adds ? normals(rng, count, shape) : undefined;
        const { output, inputGradients } = runOperator({
          ...trial,
          count,
          inputs: [{ ...trial, shape, values: x, ...(before && { before }) }],
          upstream,
          create: (workshop, [input]) => activationOperator(workshop, layer, 'f', input),
        });
        const expected = Array.from(x, (value) => reference(value)[0]);
        const gradient = Array.from(
          x,
          (value, i) => (before?.[i] ?? 0) + upstream[i] * reference(value)[1],
        );
        assertTensorClose(output, expected, 5e-7, `${name} ${each.what}`);
        // 1 - y^2 and the like lose digits where y is close to 1.
        gradient.forEach((d, i) => {
          const error = Math.abs(inputGradients[0][i] - d);
          assert.ok(
            error < 1e-5,
            `slope of ${name} ${each.what}: ${inputGradients[0][i]}, not ${d}`,
          );
        });
      }
    });
  }

  it('keep their digits far from zero and close to it', () => {
    const x = Float32Array.of(-80, -40, -9, -1e-3, -1e-7, 1e-7, 1e-3, 9, 40, 1e4, -1e4, 0);
    const { exp, expm1, log1p, tanh } = Math;
    for (const [layer, f] of [
      [{ kind: 'sigmoid' }, (v: number) => sigmoid(v)],
      [{ kind: 'silu' }, (v: number) => v * sigmoid(v)],
      [{ kind: 'tanh' }, tanh],
      [{ kind: 'elu' }, (v: number) => (v > 0 ? v : expm1(v))],
      [{ kind: 'softplus' }, (v: number) => (v > 30 ? v : log1p(exp(v)))],
    ] as const) {
      const { output } = runOperator({
        batchSize: 1,
        inputs: [{ shape: [12, 1, 1], layout: 'rows', values: x }],
        create: (workshop, [input]) => activationOperator(workshop, layer, 'f', input),
      });
      // One by one, so that the tolerance is relative; exp(-80) still is a normal float32.
      output.forEach((y, i) => {
        const limit = x[i] < -87 ? 1 : 6e-7 * Math.max(1, Math.abs(x[i]) / 8);
        assertTensorClose([y], [f(x[i])], limit, `${layer.kind}(${x[i]})`);
      });
    }
  });
});
