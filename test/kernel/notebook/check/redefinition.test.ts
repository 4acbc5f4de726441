import assert from 'node:assert/strict';
import { checkedCells } from '../../../../src/kernel/notebook/check/checked-cell.js';
import { findRedefinitions } from '../../../../src/kernel/notebook/check/redefinition.js';
import { codeNotebook, type CellWishes } from '../../../support/code-notebook.js';

/** What is found, in short: where, and the name. */
const found = (...sources: (string | [string, CellWishes])[]): string[] =>
  findRedefinitions(checkedCells(codeNotebook(...sources))).map(
    ({ cell, line, column, message }) => `${cell} ${line}:${column} ${message.split(' ')[0]}`,
  );

describe('redefinitions', () => {
  it('are names that become something else', () => {
    assert.deepEqual(found('const a = 1', 'a', 'const b = 2,\n  a = 3'), ["3 2:3 'a'"]);
    assert.deepEqual(found('function f() {}', 'class f {}'), ["2 1:7 'f'"]);
    assert.deepEqual(found('const { a, b: [c] } = x', 'let c = 0'), ["2 1:5 'c'"]);
    assert.deepEqual(found("import { a } from 'x'", "import { a } from 'y'"), ["2 1:10 'a'"]);
    assert.deepEqual(found("import { a } from 'x'", "import { b as a } from 'x'"), ["2 1:15 'a'"]);
  });

  it('are told with the cell that has the earlier one', () => {
    const [first, second] = findRedefinitions(
      checkedCells(codeNotebook('let a = 1', 'let a = 2', 'let a = 3')),
    );
    assert.match(first.message, /'a' is something else in cell 1/);
    assert.match(second.message, /'a' is something else in cell 2/);
    assert.equal(first.level, 'info');
  });

  it('are not the same definition again, nor a name inside a function', () => {
    assert.deepEqual(found("import { a, b } from 'x'", 'import { c, a } from "x"'), []);
    assert.deepEqual(found('const a = 1', 'const a = 1'), []);
    assert.deepEqual(found('const a = 1', 'function f() { const a = 2 }', '{ let a = 3 }'), []);
    assert.deepEqual(found('function f(): void\nfunction f() {}'), []);
  });

  it('are not parameters that somebody set from outside', () => {
    assert.deepEqual(
      found(
        ['const rate = 1', { tags: ['parameters'] }],
        ['const rate = 2', { tags: ['injected-parameters'] }],
      ),
      [],
    );
  });
});
