import assert from 'node:assert/strict';
import { cellTimeout, checkTags, skipReason } from '../../../src/kernel/headless/tags.js';
import {
  isCodeCell,
  parseNotebook,
  type CodeCell,
  type Notebook,
} from '../../../src/kernel/notebook/notebook.js';
import { notebookOf } from '../../support/notebooks.js';

const tagged = (...tags: string[]): Notebook =>
  parseNotebook(notebookOf([{ source: 'f()', tags }]), 'a.ipynb');

function cell(...tags: string[]): CodeCell {
  const [first] = tagged(...tags).cells;
  assert.ok(isCodeCell(first));
  return first;
}

describe('tags', () => {
  it('say what is left alone', () => {
    assert.equal(skipReason(cell(), false), undefined);
    assert.equal(skipReason(cell('slow'), false), 'slow');
    assert.equal(skipReason(cell('slow'), true), undefined);
    assert.equal(skipReason(cell('slow', 'skip-execution'), true), 'skip-execution');
  });

  it('give a cell its own time', () => {
    assert.equal(cellTimeout(cell('x', 'timeout=2.5')), 2.5);
    assert.equal(cellTimeout(cell('x')), undefined);
  });

  it('are refused when the time is no time', () => {
    for (const tag of ['timeout=', 'timeout=soon', 'timeout=-1', 'timeout=0']) {
      assert.throws(
        () => checkTags(tagged(tag), 'a.ipynb'),
        new RegExp(`Cell 1 of a\\.ipynb is tagged ${tag}; expected seconds, such as timeout=30`),
      );
    }
    checkTags(tagged('timeout=30'), 'a.ipynb');
  });
});
