import {
  addColumnSums,
  addProduct,
  addProductWithTransposed,
} from '../../../src/engine/float64/products.js';
import { stream } from '../../../src/math/rng.js';
import { assertTensorsClose } from '../agreement.js';
import { normals } from './differences.js';

describe('matrix products in double precision', () => {
  it('are what the definition says, at all sizes', () => {
    const rng = stream(1, 'products');
    for (const [rows, inner, columns] of [
      [1, 1, 1],
      [3, 4, 5],
      [2, 7, 9],
      [5, 6, 4],
      [4, 1, 3],
    ]) {
      const [a, b] = [normals(rows * inner, rng), normals(inner * columns, rng)];
      const start = normals(rows * columns, rng);
      const c = start.map((value, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns];
        for (let k = 0; k < inner; k++) value += a[row * inner + k] * b[k * columns + column];
        return value;
      });
      const turned = (m: Float64Array, width: number): Float64Array => {
        const height = m.length / width;
        return m.map((_, i) => m[(i % height) * width + Math.floor(i / height)]);
      };
      const [plain, byA, byB] = [start.slice(), start.slice(), start.slice()];
      addProduct(plain, a, b, rows, inner, columns);
      addProduct(byA, turned(a, inner), b, rows, inner, columns, { transposed: true });
      addProductWithTransposed(byB, a, turned(b, columns), rows, inner, columns);
      assertTensorsClose({ plain, byA, byB }, { plain: c, byA: c, byB: c }, 1e-14);
    }
  });

  it('add the rows of a matrix to sums', () => {
    const sums = Float64Array.of(10, 20);
    addColumnSums(sums, Float64Array.of(1, 2, 3, 4, 5, 6));
    assertTensorsClose({ sums }, { sums: [19, 32] }, 0);
  });
});
