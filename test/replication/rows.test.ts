import assert from 'node:assert/strict';
import { groupBy, numbers, pairedBySeed } from '../../src/replication/rows.js';

describe('rows', () => {
  it('groups in the order of first appearance', () => {
    const rows = [
      { arm: 'b', seed: 1 },
      { arm: 'a', seed: 1 },
      { arm: 'b', seed: 2 },
    ];
    assert.deepEqual(groupBy(rows, ['arm']), [[rows[0], rows[2]], [rows[1]]]);
    assert.equal(groupBy(rows, ['arm', 'seed']).length, 3);
  });

  it('reads a column of numbers and says when there is none', () => {
    assert.deepEqual(numbers([{ a: 1 }, { a: 2 }], 'a'), [1, 2]);
    assert.throws(
      () => numbers([{ a: null }], 'a'),
      /Column 'a' should hold a number, but a row has null/,
    );
  });

  it('pairs arms by seed, draws averaged, seeds in order, lone seeds left out', () => {
    const ticket = [
      { seed: 2, y: 10 },
      { seed: 1, y: 5 },
      { seed: 3, y: 1 },
    ];
    const reinit = [
      { seed: 1, y: 1 },
      { seed: 1, y: 3 },
      { seed: 2, y: 4 },
    ];
    assert.deepEqual(
      pairedBySeed(ticket, reinit, (r) => r.y),
      [5 - 2, 10 - 4],
    );
  });
});
