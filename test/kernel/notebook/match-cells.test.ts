import assert from 'node:assert/strict';
import { matchCells } from '../../../src/kernel/notebook/match-cells.js';
import type { Cell } from '../../../src/kernel/notebook/notebook.js';

const text = (source: string, id?: string): Cell => ({
  cell_type: 'markdown',
  source,
  metadata: {},
  ...(id === undefined ? {} : { id }),
});

/** The matches as text, `ab` for cell a of the first and cell b of the second. */
function match(a: readonly Cell[], b: readonly Cell[]): string {
  return matchCells(a, b)
    .map((each) => `${each.a}${each.b}`)
    .join(' ');
}

describe('matching cells', () => {
  it('goes by id, wherever the cell stands and whatever it says', () => {
    const a = [text('one', 'x'), text('two', 'y')];
    assert.equal(match(a, [text('zwei', 'y'), text('eins', 'x')]), '10 01');
  });

  it('goes by text where there are no ids, and keeps the order', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((source) => text(source));
    assert.equal(match([one, two, three], [one, three]), '00 21');
    assert.equal(match([one], [one, one]), '00');
    assert.equal(match([one, two], [two, one]).length, 2, 'one of them has moved');
  });

  it('takes half-equal texts in the same place for one cell that was edited', () => {
    const [head, tail] = [text('head'), text('tail')];
    const before = text('the quick brown fox');
    const after = text('the quick red fox');
    assert.equal(match([head, before, tail], [head, after, tail]), '00 11 22');
    assert.equal(match([head, before, tail], [head, tail, after]), '00 21');
    assert.equal(match([head, before], [head, text('something else')]), '00');
  });

  it('never uses a cell twice, not even when an id was copied', () => {
    assert.equal(match([text('one', 'x')], [text('one', 'x'), text('one', 'x')]), '00');
    assert.equal(match([text('one', 'x'), text('two', 'x')], [text('two', 'x')]), '10');
  });
});
