import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../../../src/errors.js';
import { packageRoot } from '../../../../src/package-root.js';
import { adam, adamw, type Optimizer } from '../../../../src/engine/optimizer.js';
import { wasmEngine } from '../../../../src/engine/wasm/engine.js';
import type { KernelBuild } from '../../../../src/engine/wasm/kernels.js';
import { giveBackMemory, takeMemory } from '../../../../src/engine/wasm/memory/memory-pool.js';
import { loadAddon, nativeAddon } from '../../../../src/engine/wasm/native/addon.js';
import { convolutionOperator } from '../../../../src/engine/wasm/operators/convolution/convolution.js';
import { GEMM_SCRATCH_BYTES } from '../../../../src/engine/wasm/operators/dense.js';
import { type Rng, stream } from '../../../../src/math/rng.js';
import type { Parameters } from '../../../../src/models/model.js';
import {
  allDense,
  assertParametersClose,
  assertTensorClose,
  randomFloats,
  randomMask,
  randomParameters,
  smallMlp,
  upTo,
} from '../examples.js';
import { withBuffers } from '../guarded.js';
import {
  type ConvolutionCase,
  outputSides,
} from '../operators/convolution/convolution-reference.js';
import { type Outcome, runOperator } from '../operators/harness.js';

const built = fs.existsSync(path.join(packageRoot(), 'dist', 'native.node'));
const describeNative = built ? describe : describe.skip;

function pick<T>(values: readonly T[], rng: Rng): T {
  return values[rng.below(values.length)];
}

function normals(size: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => rng.normal());
}

/** A * B, or C + A * B, of random matrices. */
function product(
  build: KernelBuild,
  [rows, columns, inner]: readonly [number, number, number],
  [transposeA, transposeB, accumulate]: readonly boolean[],
): Float32Array {
  const rng = stream(1, 'matrices');
  const sizes = { a: rows * inner, b: inner * columns, c: rows * columns };
  return withBuffers(
    { ...sizes, scratch: GEMM_SCRATCH_BYTES / 4 },
    ({ kernels, at, floats }) => {
      for (const matrix of [floats.a, floats.b, floats.c]) matrix.set(normals(matrix.length, rng));
      const aStride = 4 * (transposeA ? rows : inner);
      const bStride = 4 * (transposeB ? inner : columns);
      kernels.gemm(
        transposeA,
        transposeB,
        rows,
        columns,
        inner,
        at.a,
        aStride,
        at.b,
        bStride,
        at.c,
        4 * columns,
        accumulate,
        at.scratch,
      );
      return floats.c.slice();
    },
    build,
  );
}

/** Forward and backward pass of a convolution with random options; the same for every build. */
function convolve(build: KernelBuild, c: ConvolutionCase, seed: number): Outcome {
  const rng = stream(seed, 'convolution');
  const { batch, shape, channels, kernel, groups } = c;
  const size = shape[0] * shape[1] * shape[2];
  const [height, width] = outputSides(c);
  const rectify = rng.below(2) === 0;
  const layer = { kind: 'conv2d', name: 'conv', bias: true, ...c } as const;
  return runOperator({
    build,
    batchSize: batch + rng.below(20),
    count: batch,
    inputs: [
      {
        shape,
        halo: rng.below(4),
        values: normals(batch * size, rng),
        ...(rng.below(2) === 0 && { before: normals(batch * size, rng) }),
      },
    ],
    outputHalo: rng.below(4),
    upstream: normals(batch * channels * height * width, rng),
    parameters: {
      'conv.weight': normals(channels * (shape[0] / groups) * kernel * kernel, rng),
      'conv.bias': normals(channels, rng).map((b) => b + 20), // no output near the ReLU's kink
    },
    create: (workshop, [input]) => convolutionOperator(workshop, layer, 'conv', input, rectify),
  });
}

function assertSameConvolution(c: ConvolutionCase, seed: number): void {
  const [actual, expected] = [convolve('native', c, seed), convolve('strict', c, seed)];
  const name = JSON.stringify({ ...c, seed });
  assertTensorClose(actual.output, expected.output, 1e-5, `y of ${name}`);
  assertTensorClose(actual.inputGradients[0], expected.inputGradients[0], 1e-5, `dx of ${name}`);
  assertParametersClose(actual.gradients, expected.gradients, 1e-5);
}

/** The parameters after three steps under a mask. */
function trained(native: boolean, optimizer: Optimizer, density: number): Parameters {
  const rng = stream(1, 'native training');
  const model = smallMlp([1, 3, 7], [33, 17], 5);
  const mask = randomMask(model, density, rng);
  const data = randomFloats(model, 90, rng);
  const engine = wasmEngine({ native, guards: true, paths: allDense });
  const network = engine.compile(model, { batchSize: 31, mask, optimizer });
  network.load(randomParameters(model, rng));
  for (let step = 0; step < 3; step++) {
    network.trainStep(data, upTo(90), 30 * step, 30 - step, 1e-3);
  }
  const parameters = network.parameters();
  for (const [name, kept] of Object.entries(mask)) {
    assert.ok(kept.every((keep, i) => keep === 1 || parameters[name][i] === 0));
  }
  network.dispose();
  return parameters;
}

describe('the loader of native kernels', () => {
  it('says how to build them if they are missing', () => {
    assert.throws(() => loadAddon('/nowhere/native.node'), UserError);
    assert.throws(() => loadAddon('/nowhere/native.node'), /Run: npm run build:native/);
  });

  it('says so if they do not run here', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-'));
    const file = path.join(folder, 'native.node');
    fs.writeFileSync(file, 'of another machine');
    assert.throws(() => loadAddon(file), /does not run here.*npm run build:native/);
    fs.rmSync(folder, { recursive: true });
  });
});

describeNative(`native kernels${built ? '' : ' (not built: npm run build:native)'}`, () => {
  it('multiply matrices of any shape as the wasm kernels do', () => {
    const rng = stream(1, 'shapes');
    const upTo40 = () => 1 + rng.below(40);
    const random = Array.from({ length: 40 }, () => [upTo40(), upTo40(), upTo40()] as const);
    const larger = [[130, 5, 3] as const, [3, 515, 2] as const, [5, 70, 600] as const];
    for (const shape of [...random, ...larger]) {
      for (let i = 0; i < 8; i++) {
        const options = [(i & 1) !== 0, (i & 2) !== 0, (i & 4) !== 0];
        const expected = product('strict', shape, options);
        assertTensorClose(product('native', shape, options), expected, 1e-5, String(shape));
      }
    }
  });

  it('convolve as the wasm kernels do', () => {
    const rng = stream(1, 'native convolutions');
    for (let seed = 0; seed < 80; seed++) {
      const groups = pick([1, 1, 1, 2, 3], rng);
      const c: ConvolutionCase = {
        batch: pick([1, 7, 17, 60], rng),
        shape: [groups * pick([1, 3, 5, 17], rng), 1 + rng.below(9), 1 + rng.below(19)],
        channels: groups * pick([1, 3, 4, 6, 35], rng),
        kernel: pick([1, 2, 3, 5], rng),
        stride: pick([1, 2, 3], rng),
        padding: rng.below(4),
        dilation: pick([1, 1, 2], rng),
        groups,
      };
      if (Math.min(...outputSides(c)) >= 1) assertSameConvolution(c, seed);
    }
  });

  it("convolve by Winograd's algorithm as the wasm kernels do", () => {
    const rng = stream(1, 'native winograd');
    for (let seed = 0; seed < 16; seed++) {
      const c: ConvolutionCase = {
        batch: pick([1, 7, 17, 60], rng),
        shape: [pick([13, 16, 18], rng), 4 + 4 * rng.below(3), 4 + 4 * rng.below(2)],
        channels: pick([12, 15, 17, 35], rng),
        kernel: 3,
        stride: 1,
        padding: pick([1, 1, 3], rng),
        dilation: 1,
        groups: 1,
      };
      assertSameConvolution(c, seed);
    }
  });

  it('train as the wasm kernels do, and leave pruned weights at zero', () => {
    const optimizers = [adam(), adam({ weightDecay: 1e-2 }), adamw({ amsgrad: true })];
    for (const optimizer of optimizers) {
      for (const density of [1, 0.5]) {
        const expected = trained(false, optimizer, density);
        assertParametersClose(trained(true, optimizer, density), expected, 1e-5);
      }
    }
  });

  it('follow their memory when it grows', () => {
    const small = takeMemory(100 * 65536, 'native');
    giveBackMemory(small);
    const large = takeMemory(1000 * 65536, 'native');
    const values = new Float32Array(large.memory.buffer);
    values.set([2, 3], 16);
    large.kernels.gemm(false, false, 1, 1, 2, 64, 8, 64, 4, 990 * 65536, 4, false, 1024);
    assert.equal(values[(990 * 65536) / 4], 13);
    giveBackMemory(large);
  });

  it('refuse calls with another number of arguments than they were built for', () => {
    const { bind } = nativeAddon();
    const { adam: step } = bind(new ArrayBuffer(64)) as unknown as { adam: (n: number) => void };
    assert.throws(() => step(1), /built with other arguments/);
  });

  it('have a checksum that goes into the provenance', () => {
    const { details } = wasmEngine({ native: true });
    assert.equal(details.arithmetic, 'native');
    assert.equal(details.addon, nativeAddon().sha256);
    assert.match(details.addon, /^[0-9a-f]{64}$/);
  });
});
