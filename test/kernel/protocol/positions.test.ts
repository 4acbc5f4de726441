import assert from 'node:assert/strict';
import { charactersBefore, indexAt } from '../../../src/kernel/protocol/positions.js';

describe('positions', () => {
  const code = 'a😀é𝒳.b';

  it('are counted in characters by Jupyter and in UTF-16 units here', () => {
    const pairs = [
      [0, 0],
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 6],
      [5, 7],
      [6, 8],
    ] as const;
    for (const [characters, index] of pairs) {
      assert.equal(indexAt(code, characters), index);
      assert.equal(charactersBefore(code, index), characters);
    }
  });

  it('end with the code and start at 0', () => {
    assert.equal(indexAt(code, 100), 8);
    assert.equal(indexAt(code, -3), 0);
  });

  it('count half a character as one', () => {
    assert.equal(charactersBefore('\ud83dx', 2), 2);
    assert.equal(indexAt('\ud83dx', 2), 2);
  });
});
