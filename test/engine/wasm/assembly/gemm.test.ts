import { GEMM_SCRATCH_BYTES } from '../../../../src/engine/wasm/operators/dense.js';
import { stream } from '../../../../src/math/rng.js';
import { assertTensorClose } from '../examples.js';
import { withBuffers } from '../guarded.js';

describe('gemm', () => {
  const rng = stream(1, 'gemm');
  const random = Array.from({ length: 40 }, () => [
    1 + rng.below(40),
    1 + rng.below(40),
    1 + rng.below(40),
  ]);
  const larger = [
    [130, 5, 3], // more rows than a block has
    [3, 515, 2], // more columns
    [5, 7, 600], // a deeper product
    [133, 60, 270],
  ];

  it('multiplies matrices of any shape, transposed or not', () => {
    for (const [rows, columns, inner] of [...random, ...larger]) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ]) {
        const sizes = {
          a: rows * inner,
          b: inner * columns,
          c: rows * columns,
          scratch: GEMM_SCRATCH_BYTES / 4,
        };
        withBuffers(sizes, ({ kernels, at, floats }) => {
          for (const matrix of [floats.a, floats.b]) {
            for (let i = 0; i < matrix.length; i++) matrix[i] = rng.normal();
          }
          const aStride = transposeA ? rows : inner;
          const bStride = transposeB ? inner : columns;
          kernels.gemm(
            transposeA,
            transposeB,
            rows,
            columns,
            inner,
            at.a,
            4 * aStride,
            at.b,
            4 * bStride,
            at.c,
            4 * columns,
            false,
            at.scratch,
          );
          const expected = new Float64Array(rows * columns);
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              for (let k = 0; k < inner; k++) {
                const a = floats.a[transposeA ? k * aStride + i : i * aStride + k];
                const b = floats.b[transposeB ? j * bStride + k : k * bStride + j];
                expected[i * columns + j] += a * b;
              }
            }
          }
          assertTensorClose(floats.c, expected, 2e-6, `[${rows}, ${columns}, ${inner}]`);
        });
      }
    }
  });
});
