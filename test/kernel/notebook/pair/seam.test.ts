import assert from 'node:assert/strict';
import { holdsCode, runsOn } from '../../../../src/kernel/notebook/pair/seam.js';

describe('the seam between two cells', () => {
  it('is one where the code above runs on into the code below', () => {
    for (const [above, below] of [
      ['a.length', '(x) => x'],
      ['const a = b // the end', '[1, 2].forEach(f)'],
      ['f', '`text`'],
      ['let n = 1', '- 1'],
      ['type A = B', '| C'],
      ['if (x) f()', 'else g()'],
      ['function f() {', '}'],
    ]) {
      assert.ok(runsOn(above, below), `${above} | ${below}`);
    }
  });

  it('is none where a statement ends anyway', () => {
    for (const [above, below] of [
      ['a.length;', '(x) => x'],
      ['a.length', 'b'],
      ['let n = 1', '++m'],
      ['function f() {}', '(x)'],
      ['// comment', '(x)'],
      ['const s = "a"\n', 'import "b"'],
    ]) {
      assert.ok(!runsOn(above, below), `${above} | ${below}`);
    }
  });

  it('knows comments from code', () => {
    assert.ok(holdsCode('// a\n1'));
    for (const text of ['', ' \n', '// a', '/* a\n */ // b']) assert.ok(!holdsCode(text));
  });
});
