import assert from 'node:assert/strict';
import fs from 'node:fs';
import { batchNormOperator } from '../../../../src/engine/wasm/operators/batch-norm.js';
import type { BatchNormLayer, Shape } from '../../../../src/models/layer.js';
import { stream } from '../../../../src/math/rng.js';
import { assertTensorClose } from '../examples.js';
import { type Outcome, runOperator, type Trial } from './harness.js';
import { added, assertGradient, dot, normals, variations } from './variations.js';

type Golden = Readonly<Record<string, number[]>> & { readonly what: string };

interface Options extends Omit<Trial, 'create' | 'parameters'> {
  readonly layer?: Partial<BatchNormLayer>;
  readonly parameters: readonly ArrayLike<number>[];
  readonly rectify?: boolean;
}

const roles = ['scale', 'shift', 'mean', 'variance'] as const;

/** Runs the operator; a second input is the residual. */
function run({ layer, parameters, rectify = false, ...trial }: Options): Outcome {
  return runOperator({
    ...trial,
    parameters: Object.fromEntries(
      roles.map((role, i) => [`norm.${role}`, Float32Array.from(parameters[i])]),
    ),
    create: (workshop, [input, residual]) =>
      batchNormOperator(workshop, { kind: 'batchNorm', name: 'norm', ...layer }, 'norm', input, {
        rectify,
        residual,
      }),
  });
}

/** Mean and biased variance of each channel of [count, C, H W], in double precision. */
function moments(x: ArrayLike<number>, channels: number, area: number): [number, number][] {
  return Array.from({ length: channels }, (_, c) => {
    const values = Array.from(x).filter((_, i) => Math.floor(i / area) % channels === c);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length];
  });
}

/** The layer in double precision. */
function reference(
  x: ArrayLike<number>,
  [channels, height, width]: Shape,
  [scale, shift]: readonly ArrayLike<number>[],
  statistics: readonly (readonly [number, number])[] | undefined,
  residual: ArrayLike<number> | undefined,
  rectify: boolean,
): Float64Array {
  const area = height * width;
  const of = statistics ?? moments(x, channels, area);
  return Float64Array.from(x, (value, i) => {
    const c = Math.floor(i / area) % channels;
    const [mean, variance] = of[c];
    const y =
      (scale[c] * (value - mean)) / Math.sqrt(variance + 1e-5) + shift[c] + (residual?.[i] ?? 0);
    return rectify ? Math.max(0, y) : y;
  });
}

describe('batch normalisation', () => {
  const { cases } = JSON.parse(fs.readFileSync('test/fixtures/nn-normalisation.json', 'utf8')) as {
    cases: Golden[];
  };

  for (const golden of cases.filter(({ what }) => what.startsWith('batchnorm'))) {
    it(`agrees with PyTorch's: ${golden.what}`, () => {
      const [count, channels, height = 1, width = 1] = golden.shape;
      const layer = {
        ...(golden.what.includes('momentum 0.3') && { momentum: 0.3, epsilon: 1e-3 }),
        ...(golden.what.includes('None') && { momentum: null }),
      };
      for (const layout of ['rows', 'blocks'] as const) {
        const x = Float32Array.from(golden.x);
        const halo = layout === 'rows' ? 0 : 1;
        const inputs = [{ shape: [channels, height, width] as const, layout, halo, values: x }];
        const upstream = Float32Array.from(golden.upstream_gradient);
        const parameters = [golden.weight, golden.bias, golden.running_mean, golden.running_var];
        const trial = { batchSize: count, layer, inputs, parameters, upstream };
        const once = run(trial);
        const close = (actual: Float32Array, name: string): void =>
          assertTensorClose(actual, golden[name], 1e-5, `${layout} ${name}`);
        close(once.output, 'train_y');
        close(once.inputGradients[0], 'train_grad_x');
        close(once.gradients['norm.scale'], 'train_grad_weight');
        close(once.gradients['norm.shift'], 'train_grad_bias');
        close(once.parameters['norm.mean'], 'running_mean_after_1');
        close(once.parameters['norm.variance'], 'running_var_after_1');
        const moved = roles.map((role) => once.parameters[`norm.${role}`]);
        const doubled = [{ ...inputs[0], values: x.map((value) => 2 * value) }];
        const twice = run({ ...trial, inputs: doubled, parameters: moved, step: 2 });
        close(twice.parameters['norm.mean'], 'running_mean_after_2');
        close(twice.parameters['norm.variance'], 'running_var_after_2');
        const evaluated = run({ ...trial, training: false });
        close(evaluated.output, 'eval_y');
        close(evaluated.inputGradients[0], 'eval_grad_x');
        assertTensorClose(evaluated.parameters['norm.mean'], golden.running_mean, 1e-7, 'mean');
      }
    });
  }

  for (const [rectify, hasResidual] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]) {
    const fused = `${rectify ? 'with' : 'without'} ReLU, ${hasResidual ? 'with' : 'without'} residual`;
    it(`has the right values and gradients at all sizes: ${fused}`, () => {
      for (const each of variations('batch norm', ['rows', 'blocks'])) {
        const { rng, count, shape, adds, what, ...rest } = each;
        const training = each.batchSize % 2 === 0 || count > 1;
        const channels = shape[0];
        const values = normals(rng, count, shape).map((v) => 3 * v + 2);
        const residual = hasResidual ? normals(rng, count, shape) : undefined;
        const upstream = normals(rng, count, shape);
        const before = normals(rng, count, shape);
        const parameters = [1, 0, 2, 5].map((centre) =>
          Float32Array.from({ length: channels }, () => centre + 0.5 * rng.normal()),
        );
        const lone = count * shape[1] * shape[2] === 1;
        const { output, inputGradients, gradients } = run({
          ...rest,
          count,
          training,
          parameters,
          rectify,
          inputs: [
            { ...rest, shape, values, ...(adds && { before }) },
            ...(residual
              ? [
                  {
                    ...rest,
                    halo: rest.outputHalo,
                    shape,
                    values: residual,
                    ...(!adds && { before }),
                  },
                ]
              : []),
          ],
          upstream,
        });
        const statistics = training
          ? undefined
          : Array.from(parameters[2], (mean, c) => [mean, parameters[3][c]] as const);
        const layer = (
          x: ArrayLike<number>,
          scale: ArrayLike<number>,
          shift: ArrayLike<number>,
          r: ArrayLike<number> | undefined,
        ): Float64Array => reference(x, shape, [scale, shift], statistics, r, rectify);
        const expected = layer(values, parameters[0], parameters[1], residual);
        assertTensorClose(output, expected, 5e-6, what);
        const own = added(inputGradients[0], adds ? before : undefined);
        const loss = (y: Float64Array): number => dot(upstream, y);
        const [scale, shift] = parameters;
        // The gradient of a lone value's mean and variance is zero up to rounding.
        if (lone && training) assert.ok(Math.abs(own[0]) < 1e-3);
        else {
          const ofX = (x: Float64Array): number => loss(layer(x, scale, shift, residual));
          assertGradient(ofX, values, own, rng, `x ${what}`);
        }
        const ofScale = (s: Float64Array): number => loss(layer(values, s, shift, residual));
        assertGradient(ofScale, scale, gradients['norm.scale'], rng, `scale ${what}`);
        const ofShift = (s: Float64Array): number => loss(layer(values, scale, s, residual));
        assertGradient(ofShift, shift, gradients['norm.shift'], rng, `shift ${what}`);
        if (residual === undefined) continue;
        const passed = added(inputGradients[1], adds ? undefined : before);
        const d = upstream.map((g, i) => (!rectify || expected[i] > 0 ? g : 0));
        assertTensorClose(passed, d, 1e-6, `residual ${what}`);
      }
    });
  }

  it('keeps its digits when the mean is far from zero', () => {
    const rng = stream(1, 'far');
    const shape: Shape = [2, 9, 7];
    const values = normals(rng, 60, shape).map((v) => v + 1000);
    const parameters = [
      [1, 1],
      [0, 0],
      [0, 0],
      [1, 1],
    ];
    const trial = { batchSize: 60, inputs: [{ shape, values }], parameters };
    const after = run({ ...trial, layer: { momentum: 1 } }).parameters;
    const expected = moments(values, 2, 63);
    const means = expected.map(([mean]) => mean);
    assertTensorClose(after['norm.mean'], means, 1e-7, 'mean');
    const n = 60 * 63;
    const unbiased = expected.map(([, variance]) => (variance * n) / (n - 1));
    assertTensorClose(after['norm.variance'], unbiased, 1e-6, 'variance');
  });
});
