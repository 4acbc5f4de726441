import assert from 'node:assert/strict';
import { shrunk } from '../../../src/display/pictures/shrink.js';

describe('shrunk', () => {
  const field = { values: [1, 3, 5, 1, 3, 9], height: 2, width: 3 };

  it('takes means of squares, smaller at the edges', () => {
    const { values, height, width } = shrunk(field, 2);
    assert.deepEqual([height, width], [1, 2]);
    assert.deepEqual([...Array.from(values)], [2, 7]);
  });

  it('leaves alone what is small enough', () => {
    assert.deepEqual(shrunk(field, 3), field);
  });
});
