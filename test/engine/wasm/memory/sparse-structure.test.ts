import assert from 'node:assert/strict';
import { sparseStrips } from '../../../../src/engine/wasm/memory/sparse-structure.js';

describe('sparse structure', () => {
  it('lists the entries of a matrix by rows and by columns', () => {
    const bits = Uint8Array.of(0, 1, 1, /**/ 0, 0, 0, /**/ 1, 0, 1);
    const { indices, starts, columns, transposed } = sparseStrips(bits, 3, 3)[0];
    assert.deepEqual([...indices], [1, 2, 6, 8]);
    assert.deepEqual([...starts], [0, 2, 2, 4]);
    assert.deepEqual([...columns], [1, 2, 0, 2]);
    assert.deepEqual([...transposed.starts], [0, 1, 2, 4]);
    assert.deepEqual([...transposed.rows], [2, 0, 0, 2]);
    assert.deepEqual([...transposed.order], [2, 0, 1, 3]);
  });

  it('can be empty', () => {
    const { indices, starts, transposed } = sparseStrips(new Uint8Array(6), 2, 3)[0];
    assert.equal(indices.length, 0);
    assert.deepEqual([...starts], [0, 0, 0]);
    assert.deepEqual([...transposed.starts], [0, 0, 0, 0]);
  });

  it('cuts a matrix into strips', () => {
    const bits = Uint8Array.of(0, 1, 1, /**/ 0, 0, 0, /**/ 1, 0, 1);
    const [left, right, ...more] = sparseStrips(bits, 3, 3, 2);
    assert.deepEqual(more, []);
    assert.deepEqual([left.from, left.width, right.from, right.width], [0, 2, 2, 1]);
    assert.deepEqual([...left.indices], [1, 6]);
    assert.deepEqual([...left.starts], [0, 1, 1, 2]);
    assert.deepEqual([...left.columns], [1, 0]);
    assert.deepEqual([...left.transposed.rows], [2, 0]);
    assert.deepEqual([...right.indices], [2, 8]);
    assert.deepEqual([...right.columns], [0, 0]);
    assert.deepEqual([...right.transposed.starts], [0, 2]);
    assert.deepEqual([...right.transposed.order], [0, 1]);
  });
});
