import assert from 'node:assert/strict';
import { diffLines } from '../../../../src/kernel/notebook/diff/diff-lines.js';

describe('diffing lines', () => {
  it('is silent about equal texts', () => {
    assert.deepEqual(diffLines('a\nb', 'a\nb'), []);
    assert.deepEqual(diffLines('', ''), []);
  });

  it('marks what came and went', () => {
    assert.deepEqual(diffLines('a\nb\nc', 'a\nx\nc'), [' a', '-b', '+x', ' c']);
    assert.deepEqual(diffLines('', 'a\nb'), ['+a', '+b']);
    assert.deepEqual(diffLines('a', ''), ['-a']);
    assert.deepEqual(diffLines('a', 'a\n'), [' a', '+']);
  });

  it('says where, when it leaves lines out', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `${i + 1}`);
    const changed = lines.with(10, 'x').join('\n');
    assert.deepEqual(diffLines(lines.join('\n'), changed), [
      '@@ -8,5 +8,5 @@',
      ' 8',
      ' 9',
      ' 10',
      '-11',
      '+x',
      ' 12',
    ]);
  });
});
