import { convolutionOperator } from '../../../../../src/engine/wasm/operators/convolution/convolution.js';
import { type Rng, stream } from '../../../../../src/math/rng.js';
import { assertTensorClose } from '../../examples.js';
import {
  type ConvolutionCase,
  outputSides,
  referenceConvolution,
} from './convolution-reference.js';
import { runOperator } from '../harness.js';

function normals(size: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => rng.normal());
}

function pick<T>(values: readonly T[], rng: Rng): T {
  return values[rng.below(values.length)];
}

/** Bits for [channels] filters, some of which survive to about `density`, others not at all. */
function randomBits(size: number, channels: number, density: number, rng: Rng): Uint8Array {
  const filter = size / channels;
  const bits = new Uint8Array(size);
  for (let k = 0; k < channels; k++) {
    if (rng.below(5) === 0 && density < 1) continue;
    for (let i = 0; i < filter; i++) bits[k * filter + i] = rng.uniform() < density ? 1 : 0;
  }
  return bits;
}

/** Holds a sparse convolution, with random options, against the definition. */
function check(c: ConvolutionCase, density: number, rng: Rng): void {
  const { batch, shape, channels, kernel, groups } = c;
  const [inputs, height, width] = shape;
  const [outputHeight, outputWidth] = outputSides(c);
  const rectify = rng.below(2) === 0;
  const bias = rng.below(3) > 0;
  const halo = rng.below(4);
  const batchSize = batch + rng.below(20);

  const bits = randomBits(channels * (inputs / groups) * kernel ** 2, channels, density, rng);
  const weight = normals(bits.length, rng).map((w, i) => w * bits[i]);
  const biases = bias ? normals(channels, rng) : undefined;
  const x = normals(batch * inputs * height * width, rng);
  const upstream = normals(batch * channels * outputHeight * outputWidth, rng);
  const before = rng.below(2) === 0 ? normals(x.length, rng) : undefined;

  const actual = runOperator({
    batchSize,
    count: batch,
    inputs: [{ shape, halo, values: x, ...(before && { before }) }],
    outputHalo: halo,
    upstream,
    mask: { 'conv.weight': bits },
    parameters: { 'conv.weight': weight, ...(biases && { 'conv.bias': biases }) },
    paths: { sparseConvolutionBelow: Infinity },
    create: (workshop, [input]) => {
      const { channels, kernel, stride, padding, dilation, groups } = c;
      const numbers = { channels, kernel, stride, padding, dilation, groups };
      const layer = { kind: 'conv2d', name: 'conv', bias, ...numbers } as const;
      return convolutionOperator(workshop, layer, 'conv', input, rectify);
    },
  });
  const expected = referenceConvolution(c, x, weight, biases, upstream, rectify);
  const dx = expected.inputGradient.map((g, i) => g + (before?.[i] ?? 0));
  const dw = expected.weightGradient.map((g, i) => g * bits[i]);
  const about = JSON.stringify({ ...c, density, rectify, bias, halo, batchSize });
  assertTensorClose(actual.output, expected.output, 3e-6, `y of ${about}`);
  assertTensorClose(actual.inputGradients[0], dx, 3e-6, `dx of ${about}`);
  // Sums over pixels and examples, in which much cancels.
  assertTensorClose(actual.gradients['conv.weight'], dw, 2e-5, `dW of ${about}`);
  if (bias) {
    const db = actual.gradients['conv.bias'];
    assertTensorClose(db, expected.biasGradient, 2e-5, `db of ${about}`);
  }
}

describe('sparseConvolution', () => {
  it('computes convolutions of any shape with any mask', () => {
    const rng = stream(1, 'sparse convolutions');
    for (let i = 0; i < 300; i++) {
      const groups = pick([1, 1, 1, 2, 3], rng);
      const c: ConvolutionCase = {
        batch: pick([1, 1, 7, 7, 17, 60], rng),
        shape: [groups * pick([1, 3, 5], rng), 1 + rng.below(9), 1 + rng.below(9)],
        channels: groups * pick([1, 3, 4, 6], rng),
        kernel: pick([1, 2, 3, 5], rng),
        stride: pick([1, 2, 3], rng),
        padding: rng.below(4),
        dilation: pick([1, 1, 2], rng),
        groups,
      };
      const density = pick([0, 0.05, 0.2, 0.5, 1], rng);
      if (Math.min(...outputSides(c)) >= 1) check(c, density, rng);
    }
  });

  it('computes with 17 channels and pictures of some size', () => {
    const rng = stream(1, 'larger sparse convolutions');
    const c = { batch: 17, shape: [17, 12, 11], channels: 17, padding: 1, groups: 1 } as const;
    for (const density of [0.02, 0.3, 1]) {
      check({ ...c, kernel: 3, stride: 1, dilation: 1 }, density, rng);
      check({ ...c, kernel: 3, stride: 2, dilation: 1 }, density, rng);
      check({ ...c, kernel: 1, stride: 2, dilation: 1 }, density, rng);
      check({ ...c, kernel: 5, stride: 1, dilation: 2 }, density, rng);
    }
  });
});
