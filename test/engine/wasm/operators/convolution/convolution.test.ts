import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Operator } from '../../../../../src/engine/wasm/operator.js';
import { convolutionOperator } from '../../../../../src/engine/wasm/operators/convolution/convolution.js';
import { type Rng, stream } from '../../../../../src/math/rng.js';
import type { Shape } from '../../../../../src/models/layer.js';
import { assertTensorClose } from '../../examples.js';
import {
  type ConvolutionCase,
  outputSides,
  referenceConvolution,
} from './convolution-reference.js';
import { type Outcome, runOperator, type Trial } from '../harness.js';

interface Golden extends Omit<ConvolutionCase, 'shape'> {
  readonly shape: number[];
  readonly x: number[];
  readonly weight: number[];
  readonly bias: number[] | null;
  readonly y: number[];
  readonly upstream: number[];
  readonly inputGradient: number[];
  readonly weightGradient: number[];
  readonly biasGradient: number[] | null;
}

interface Values {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
  readonly upstream: Float32Array;
}

interface Options {
  readonly rectify?: boolean;
  readonly halo?: number;
  readonly before?: Float32Array | undefined;
  readonly winograd?: boolean;
  readonly batchSize?: number;
  readonly needsNoGradient?: boolean;
}

function run(c: ConvolutionCase, values: Values, options: Options = {}): Outcome {
  const { kernel, channels, stride, padding, dilation, groups } = c;
  const { x, weight, bias, upstream } = values;
  const { rectify = false, halo = 0, before, winograd = true, batchSize = c.batch } = options;
  const layer = {
    kind: 'conv2d',
    name: 'conv',
    kernel,
    channels,
    stride,
    padding,
    dilation,
    groups,
    bias: bias !== undefined,
  } as const;
  const trial: Trial = {
    batchSize,
    count: c.batch,
    inputs: [{ shape: c.shape, halo, values: x, ...(before && { before }) }],
    outputHalo: halo,
    upstream,
    parameters: { 'conv.weight': weight, ...(bias && { 'conv.bias': bias }) },
    paths: { winograd },
    create: (workshop, [input]) => {
      const operator = convolutionOperator(workshop, layer, 'conv', input, rectify);
      const bind: Operator['bind'] = (...places) => {
        if (options.needsNoGradient === true) input.gradient = 0; // the guards see any write
        return operator.bind(...places);
      };
      return { ...operator, bind };
    },
  };
  return runOperator(trial);
}

function normals(size: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => rng.normal());
}

function randomValues(c: ConvolutionCase, rng: Rng): Values {
  const [inputs, height, width] = c.shape;
  const [outputHeight, outputWidth] = outputSides(c);
  return {
    x: normals(c.batch * inputs * height * width, rng),
    weight: normals(c.channels * (inputs / c.groups) * c.kernel * c.kernel, rng),
    bias: rng.below(3) === 0 ? undefined : normals(c.channels, rng),
    upstream: normals(c.batch * c.channels * outputHeight * outputWidth, rng),
  };
}

/** Sums of products of normal numbers: where they are small, terms of about 1 have cancelled. */
function assertSumsClose(
  actual: ArrayLike<number>,
  expected: Float64Array,
  tolerance: number,
  name: string,
): void {
  const largest = expected.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  const relative = largest === 0 ? 0 : tolerance * Math.max(1, 1 / largest);
  assertTensorClose(actual, expected, relative, name);
}

/** Holds a random case, with random options, against the definition. */
function check(c: ConvolutionCase, rng: Rng, tolerance: number): void {
  const values = randomValues(c, rng);
  const rectify = rng.below(2) === 0;
  const before = rng.below(2) === 0 ? normals(values.x.length, rng) : undefined;
  const options = { rectify, before, halo: rng.below(4), batchSize: c.batch + rng.below(20) };
  const actual = run(c, values, options);
  const { x, weight, bias, upstream } = values;
  const expected = referenceConvolution(c, x, weight, bias, upstream, rectify, actual.output);
  const dx = expected.inputGradient.map((g, i) => g + (before?.[i] ?? 0));
  const name = JSON.stringify({ ...c, ...options, before: before !== undefined });
  assertSumsClose(actual.output, expected.output, tolerance, `y of ${name}`);
  assertSumsClose(actual.inputGradients[0], dx, tolerance, `dx of ${name}`);
  const { 'conv.weight': dw, 'conv.bias': db = [] } = actual.gradients;
  assertSumsClose(dw, expected.weightGradient, tolerance, `dW of ${name}`);
  assertSumsClose(db, expected.biasGradient, tolerance, `db of ${name}`);
}

function pick<T>(values: readonly T[], rng: Rng): T {
  return values[rng.below(values.length)];
}

describe('convolutionOperator', () => {
  it("agrees with PyTorch's numbers", () => {
    const text = fs.readFileSync('test/fixtures/nn-conv2d.json', 'utf8');
    const { cases } = JSON.parse(text) as { cases: Golden[] };
    for (const golden of cases) {
      const c = { ...golden, shape: golden.shape as unknown as Shape };
      const values = {
        x: Float32Array.from(golden.x),
        weight: Float32Array.from(golden.weight),
        bias: golden.bias === null ? undefined : Float32Array.from(golden.bias),
        upstream: Float32Array.from(golden.upstream),
      };
      const actual = run(c, values);
      assertTensorClose(actual.output, golden.y, 1e-6, 'y');
      assertTensorClose(actual.inputGradients[0], golden.inputGradient, 1e-6, 'dx');
      assertTensorClose(actual.gradients['conv.weight'], golden.weightGradient, 1e-6, 'dW');
      if (golden.biasGradient !== null) {
        assertTensorClose(actual.gradients['conv.bias'], golden.biasGradient, 1e-6, 'db');
      }
    }
  });

  it('computes convolutions of any shape', () => {
    const rng = stream(1, 'convolutions');
    for (let i = 0; i < 160; i++) {
      const groups = pick([1, 1, 1, 2, 3], rng);
      const c: ConvolutionCase = {
        batch: pick([1, 1, 7, 7, 17, 17, 60], rng),
        shape: [groups * pick([1, 3, 5], rng), 1 + rng.below(9), 1 + rng.below(9)],
        channels: groups * pick([1, 3, 4, 6], rng),
        kernel: pick([1, 2, 3, 5], rng),
        stride: pick([1, 2, 3], rng),
        padding: rng.below(4),
        dilation: pick([1, 1, 2], rng),
        groups,
      };
      if (Math.min(...outputSides(c)) >= 1) check(c, rng, 3e-6);
    }
  });

  it('sums over many channels in parts', () => {
    const rng = stream(1, 'deep convolutions');
    const c = { batch: 3, stride: 1, padding: 1, dilation: 1, groups: 1 };
    check({ ...c, shape: [300, 3, 2], channels: 17, kernel: 3 }, rng, 3e-6);
    check({ ...c, shape: [17, 2, 3], channels: 701, kernel: 3, stride: 2 }, rng, 3e-6);
    check({ ...c, shape: [1301, 2, 2], channels: 5, kernel: 1 }, rng, 3e-6);
  });

  it("computes by Winograd's algorithm", () => {
    const rng = stream(1, 'winograd');
    for (let i = 0; i < 16; i++) {
      const c: ConvolutionCase = {
        batch: pick([1, 7, 17, 60], rng),
        shape: [pick([13, 16, 18], rng), 4 + 4 * rng.below(3), 4 + 4 * rng.below(2)],
        channels: pick([12, 15, 17], rng),
        kernel: 3,
        stride: 1,
        padding: pick([1, 1, 3], rng),
        dilation: 1,
        groups: 1,
      };
      check(c, rng, 2e-5);
    }
  });

  it("agrees with itself without Winograd's algorithm, but not to the last bit", () => {
    const rng = stream(1, 'winograd or not');
    const one = { kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1 };
    const c: ConvolutionCase = { ...one, batch: 21, shape: [64, 16, 12], channels: 70 };
    const values = randomValues(c, rng);
    const winograd = run(c, values, { rectify: true });
    const direct = run(c, values, { rectify: true, winograd: false });
    const pairs: [string, Float32Array, Float32Array][] = [
      ['y', winograd.output, direct.output],
      ['dx', winograd.inputGradients[0], direct.inputGradients[0]],
      ['dW', winograd.gradients['conv.weight'], direct.gradients['conv.weight']],
    ];
    for (const [name, actual, expected] of pairs) {
      assertTensorClose(actual, expected, 1e-5, name);
      assert.notDeepEqual(actual, expected);
    }
  });

  it('leaves out the gradient of an input that needs none', () => {
    const rng = stream(1, 'first layer');
    const one = { kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1 };
    const c: ConvolutionCase = { ...one, batch: 5, shape: [3, 5, 6], channels: 4 };
    const values = randomValues(c, rng);
    const { 'conv.weight': dw } = run(c, values, { needsNoGradient: true }).gradients;
    assert.deepEqual(dw, run(c, values).gradients['conv.weight']);
  });
});
