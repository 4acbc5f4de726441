import assert from 'node:assert/strict';
import { sparseStructure } from '../../../../src/engine/wasm/memory/sparse-structure.js';

describe('sparse structure', () => {
  it('lists the entries of a matrix by rows and by columns', () => {
    const bits = Uint8Array.of(0, 1, 1, /**/ 0, 0, 0, /**/ 1, 0, 1);
    const { indices, starts, columns, transposed } = sparseStructure(bits, 3, 3);
    assert.deepEqual([...indices], [1, 2, 6, 8]);
    assert.deepEqual([...starts], [0, 2, 2, 4]);
    assert.deepEqual([...columns], [1, 2, 0, 2]);
    assert.deepEqual([...transposed.starts], [0, 1, 2, 4]);
    assert.deepEqual([...transposed.rows], [2, 0, 0, 2]);
    assert.deepEqual([...transposed.order], [2, 0, 1, 3]);
  });

  it('can be empty', () => {
    const { indices, starts, transposed } = sparseStructure(new Uint8Array(6), 2, 3);
    assert.equal(indices.length, 0);
    assert.deepEqual([...starts], [0, 0, 0]);
    assert.deepEqual([...transposed.starts], [0, 0, 0, 0]);
  });
});
