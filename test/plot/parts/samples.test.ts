import assert from 'node:assert/strict';
import { extentOf, numbersOf } from '../../../src/plot/parts/samples.js';

describe('numbers of a column', () => {
  it('come from numbers and from lists of them', () => {
    const rows = [{ v: 1 }, { v: [2, 3] }, { v: Float32Array.of(0.5) }];
    assert.deepEqual(numbersOf(rows, 'v'), [1, 2, 3, 0.5]);
  });

  it('must be finite', () => {
    assert.throws(() => numbersOf([{ v: [1, Number.NaN] }], 'v'), /column 'v', but a row has NaN/);
    assert.throws(() => numbersOf([{ v: 'a' }], 'v'), /column 'v', but a row has a/);
  });

  it('have ends', () => {
    assert.deepEqual(extentOf([3, -1, 2]), [-1, 3]);
  });
});
