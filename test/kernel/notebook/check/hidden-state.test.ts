import assert from 'node:assert/strict';
import { checkedCells } from '../../../../src/kernel/notebook/check/checked-cell.js';
import { findHiddenState } from '../../../../src/kernel/notebook/check/hidden-state.js';
import { codeNotebook, type CellWishes } from '../../../support/code-notebook.js';

/** What is found in a notebook whose cells ran with these counts; null for one that did not run. */
const found = (...counts: (number | null)[]): string[] => {
  const cells = counts.map((count): [string, CellWishes] => ['x', count === null ? {} : { count }]);
  return findHiddenState(checkedCells(codeNotebook(...cells))).map(
    ({ cell, message }) => `${cell}: ${message.split(';')[0]}`,
  );
};

describe('hidden state', () => {
  it('is none in a notebook that was run once from the top, or never, or not to the end', () => {
    assert.deepEqual(found(1, 2, 3), []);
    assert.deepEqual(found(null, null), []);
    assert.deepEqual(found(1, 2, null), []);
  });

  it('shows in counts that go back or stay', () => {
    assert.deepEqual(found(1, 3, 2), [
      '2: it ran as [3], after 1 run of cells that were changed, removed or run again since',
      '3: it ran as [2], before cell 2 above it that ran as [3]',
    ]);
    assert.equal(found(1, 1).length, 1);
  });

  it('shows in counts that leave numbers out', () => {
    assert.deepEqual(found(4), [
      '1: it ran as [4], after 3 runs of cells that were changed, removed or run again since',
    ]);
    assert.equal(found(1, 2, 7, 8).length, 1);
  });

  it('shows in cells that were not run between others that were', () => {
    assert.deepEqual(found(1, null, 2), ['2: it was not run, but cells below it were']);
  });

  it('shows in outputs that nothing has put there', () => {
    const cells = checkedCells(codeNotebook(['x', { printed: '1\n' }]));
    assert.match(findHiddenState(cells)[0].message, /^it has outputs but no execution count/);
  });
});
