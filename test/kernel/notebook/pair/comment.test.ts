import assert from 'node:assert/strict';
import { comment, uncomment } from '../../../../src/kernel/notebook/pair/comment.js';

describe('text in comments', () => {
  it('has one blank after the slashes, and none on an empty line', () => {
    assert.deepEqual(comment('# Title\n\n  text'), ['// # Title', '//', '//   text']);
    assert.deepEqual(comment(''), []);
  });

  it('reads as it was', () => {
    for (const text of ['', 'a', 'a\n', '\n\n', ' ', '// a', '*/', 'a\r\nb']) {
      assert.equal(uncomment(comment(text)), text);
    }
  });

  it('may be typed without blanks, or without slashes', () => {
    assert.equal(uncomment(['//a', 'b', '// c']), 'a\nb\nc');
  });
});
