import assert from 'node:assert/strict';
import { columnBefore, edits } from '../../../../src/kernel/compiler/rewrite/edits.js';

describe('edits', () => {
  it('replaces, opens and closes, whatever order they are asked for in', () => {
    const change = edits('let x = y;');
    change.close(9, ')');
    change.replace(8, 9, 'z');
    change.open(8, '(');
    change.replace(0, 4, '');
    assert.equal(change.apply().text, 'x = (z);');
  });

  it('nests what opens and closes at one place in the order of the calls', () => {
    const change = edits('f g');
    change.open(0, '[');
    change.close(1, ']');
    change.open(0, '(');
    change.close(1, ')');
    change.begin('first ');
    assert.equal(change.apply().text, 'first [(f)] g');
  });

  it('puts what comes before everything before everything', () => {
    const change = edits('a');
    change.open(0, '(');
    change.replace(0, 1, 'b');
    change.begin('x; ');
    assert.equal(change.apply().text, 'x; (b');
  });

  it('keeps the lines of what it replaces', () => {
    const change = edits('import {\n  a,\n} from "b";\nnext');
    change.replace(0, 25, '');
    assert.equal(change.apply().text, '\n\n\nnext');
  });

  it('knows which column a place had before', () => {
    const change = edits('let x = 1;\nx + y');
    change.replace(0, 4, '(');
    change.replace(11, 12, '$$1.x');
    change.replace(15, 16, '$$2.y');
    const { text, shifts } = change.apply();
    assert.equal(text, '(x = 1;\n$$1.x + $$2.y');
    const lines = text.split('\n');
    assert.equal(columnBefore(shifts, 0, lines[0].indexOf('1')), 8);
    assert.equal(columnBefore(shifts, 1, lines[1].indexOf('+')), 2);
    assert.equal(columnBefore(shifts, 1, lines[1].indexOf('$$2')), 4);
    assert.equal(columnBefore(shifts, 1, lines[1].indexOf('y')), 5, 'within what is new');
    assert.equal(columnBefore(shifts, 1, lines[1].length), 5);
  });

  it('knows the columns behind a removed line break', () => {
    const change = edits('import a\nfrom b; rest');
    change.replace(0, 16, '');
    const { text, shifts } = change.apply();
    assert.equal(text, '\n rest');
    assert.equal(columnBefore(shifts, 1, 1), 8);
  });

  it('takes the place of a call for that of the name which is called', () => {
    const change = edits('a; getX() + 1');
    change.replaceCallee(3, 7, '(0, $$1.getX)');
    const { text, shifts } = change.apply();
    assert.equal(text, 'a; (0, $$1.getX)() + 1');
    for (const place of ['(0', 'getX', '() +']) {
      assert.equal(columnBefore(shifts, 0, text.indexOf(place)), 3, place);
    }
    assert.equal(columnBefore(shifts, 0, text.indexOf('+')), 10);
  });

  it('leaves columns alone where nothing changed', () => {
    assert.equal(columnBefore([], 3, 7), 7);
    assert.equal(columnBefore([2, 5, 1], 1, 9), 9);
  });
});
