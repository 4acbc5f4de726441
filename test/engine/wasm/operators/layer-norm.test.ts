import fs from 'node:fs';
import { layerNormOperator } from '../../../../src/engine/wasm/operators/layer-norm.js';
import { assertTensorClose } from '../examples.js';
import { type Outcome, runOperator, type Trial } from './harness.js';
import { added, assertGradient, dot, normals, variations } from './variations.js';

function run(
  trial: Omit<Trial, 'create' | 'parameters'>,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): Outcome {
  return runOperator({
    ...trial,
    parameters: { 'norm.scale': Float32Array.from(scale), 'norm.shift': Float32Array.from(shift) },
    create: (workshop, [input]) =>
      layerNormOperator(workshop, { kind: 'layerNorm', name: 'norm' }, 'norm', input),
  });
}

/** The layer in double precision. */
function reference(
  x: ArrayLike<number>,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): Float64Array {
  const n = scale.length;
  const y = Float64Array.from(x);
  for (let start = 0; start < x.length; start += n) {
    const row = y.subarray(start, start + n);
    const mean = row.reduce((a, b) => a + b, 0) / n;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    row.forEach((value, f) => {
      row[f] = (scale[f] * (value - mean)) / Math.sqrt(variance + 1e-5) + shift[f];
    });
  }
  return y;
}

describe('layer normalisation', () => {
  it("agrees with PyTorch's", () => {
    const { cases } = JSON.parse(
      fs.readFileSync('test/fixtures/nn-normalisation.json', 'utf8'),
    ) as { cases: (Record<string, number[]> & { what: string })[] };
    const golden = cases.find(({ what }) => what.startsWith('layernorm'))!;
    const { output, inputGradients, gradients } = run(
      {
        batchSize: 3,
        inputs: [{ shape: [5, 1, 1], layout: 'rows', values: Float32Array.from(golden.x) }],
        upstream: Float32Array.from(golden.upstream_gradient),
      },
      golden.weight,
      golden.bias,
    );
    assertTensorClose(output, golden.y, 1e-6, 'y');
    assertTensorClose(inputGradients[0], golden.grad_x, 1e-6, 'gradient of x');
    assertTensorClose(gradients['norm.scale'], golden.grad_weight, 1e-6, 'of scale');
    assertTensorClose(gradients['norm.shift'], golden.grad_bias, 1e-6, 'of shift');
  });

  it('has the right values and gradients at all sizes', () => {
    for (const each of variations('layer norm', ['rows', 'blocks'])) {
      const { rng, count, shape, adds, what, ...rest } = each;
      if (shape[0] * shape[1] * shape[2] === 1) continue; // always its shift
      const values = normals(rng, count, shape).map((v) => 2 * v + 5);
      const upstream = normals(rng, count, shape);
      const before = adds ? normals(rng, count, shape) : undefined;
      const scale = normals(rng, 1, shape);
      const shift = normals(rng, 1, shape);
      const trial = {
        ...rest,
        count,
        inputs: [{ ...rest, shape, values, ...(before && { before }) }],
        upstream,
      };
      const { output, inputGradients, gradients } = run(trial, scale, shift);
      assertTensorClose(output, reference(values, scale, shift), 5e-6, what);
      const ofX = (x: Float64Array): number => dot(upstream, reference(x, scale, shift));
      assertGradient(ofX, values, added(inputGradients[0], before), rng, `x ${what}`);
      const ofScale = (s: Float64Array): number => dot(upstream, reference(values, s, shift));
      assertGradient(ofScale, scale, gradients['norm.scale'], rng, `scale ${what}`);
      const ofShift = (s: Float64Array): number => dot(upstream, reference(values, scale, s));
      assertGradient(ofShift, shift, gradients['norm.shift'], rng, `shift ${what}`);
    }
  });
});
