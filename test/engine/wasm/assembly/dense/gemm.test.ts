import assert from 'node:assert/strict';
import { GEMM_SCRATCH_BYTES } from '../../../../../src/engine/wasm/operators/dense.js';
import { stream } from '../../../../../src/math/rng.js';
import { assertTensorClose } from '../../examples.js';
import { withBuffers } from '../../guarded.js';

interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface Product {
  /** C before the product. */
  readonly before: Float32Array;
  readonly c: Float32Array;
  readonly a: (row: number, k: number) => number;
  readonly b: (k: number, column: number) => number;
}

const rng = stream(1, 'gemm');

/** The kernel's product of random matrices. */
function multiply(shape: Shape, accumulate: boolean): Product {
  const { rows, columns, inner, transposeA, transposeB } = shape;
  const sizes = {
    a: rows * inner,
    b: inner * columns,
    c: rows * columns,
    scratch: GEMM_SCRATCH_BYTES / 4,
  };
  let product: Product | undefined;
  withBuffers(sizes, ({ kernels, at, floats }) => {
    for (const matrix of [floats.a, floats.b, floats.c]) {
      for (let i = 0; i < matrix.length; i++) matrix[i] = rng.normal();
    }
    const before = floats.c.slice();
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
      accumulate,
      at.scratch,
    );
    const [a, b, c] = [floats.a.slice(), floats.b.slice(), floats.c.slice()];
    product = {
      before,
      c,
      a: (row, k) => a[transposeA ? k * aStride + row : row * aStride + k],
      b: (k, column) => b[transposeB ? column * bStride + k : k * bStride + column],
    };
  });
  assert(product !== undefined);
  return product;
}

describe('gemm', () => {
  const random = Array.from({ length: 40 }, () => [
    1 + rng.below(40),
    1 + rng.below(40),
    1 + rng.below(40),
  ]);
  const larger = [
    [130, 5, 3], // many groups of rows
    [3, 515, 2], // more columns than a block has
    [5, 7, 600], // a deeper product
    [133, 60, 270],
  ];
  const shapes = [...random, ...larger].flatMap(([rows, columns, inner]) =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => ({ rows, columns, inner, transposeA, transposeB })),
    ),
  );

  it('multiplies matrices of any shape, transposed or not', () => {
    for (const shape of shapes) {
      const { rows, columns, inner } = shape;
      const { a, b, c } = multiply(shape, false);
      const expected = new Float64Array(rows * columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          for (let k = 0; k < inner; k++) expected[i * columns + j] += a(i, k) * b(k, j);
        }
      }
      assertTensorClose(c, expected, 2e-6, `[${rows}, ${columns}, ${inner}]`);
    }
  });

  it('adds in the order of k, in equal blocks of at most 256, bit for bit', () => {
    for (const shape of shapes) {
      const { rows, columns, inner } = shape;
      const depth = Math.ceil(inner / Math.ceil(inner / 256));
      for (const accumulate of [false, true]) {
        const { before, a, b, c } = multiply(shape, accumulate);
        const expected = new Float32Array(rows * columns);
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let total = accumulate ? before[i * columns + j] : undefined;
            for (let start = 0; start < inner; start += depth) {
              let sum = 0;
              for (let k = start; k < Math.min(inner, start + depth); k++) {
                sum = Math.fround(sum + Math.fround(a(i, k) * b(k, j)));
              }
              total = total === undefined ? sum : Math.fround(total + sum);
            }
            expected[i * columns + j] = total ?? 0;
          }
        }
        assert.deepEqual(c, expected);
      }
    }
  });
});
