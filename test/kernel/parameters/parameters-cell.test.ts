import assert from 'node:assert/strict';
import { readParametersCell } from '../../../src/kernel/parameters/parameters-cell.js';

const read = (source: string): object[] => [...readParametersCell(source, 'a.ipynb').parameters];

/** What speaks against the value of each expression for the variable x. */
const objections = (source: string, ...expressions: string[]): readonly (string | undefined)[] =>
  readParametersCell(
    source,
    'a.ipynb',
    expressions.map((expression) => ({ name: 'x', expression })),
  ).objections;

describe('readParametersCell', () => {
  it('reads names, types and defaults', () => {
    assert.deepEqual(read("const seeds = 5;\nlet key: 'a' | 'b' = 'a', flag = true;\nvar n;"), [
      { name: 'seeds', keyword: 'const', type: 'number', allowed: 'number', initial: '5' },
      { name: 'key', keyword: 'let', type: "'a' | 'b'", allowed: "'a' | 'b'", initial: "'a'" },
      { name: 'flag', keyword: 'let', type: 'boolean', allowed: 'boolean', initial: 'true' },
      { name: 'n', keyword: 'var', type: undefined, allowed: 'any', initial: undefined },
    ]);
  });

  it('resolves the name of a type', () => {
    const [, key] = [{}, ...read("type Key = 'a' | 'b';\nexport const key: Key = 'a';")];
    assert.deepEqual(key, {
      name: 'key',
      keyword: 'const',
      type: 'Key',
      allowed: "'a' | 'b'",
      initial: "'a'",
    });
  });

  it('takes no variable inside a function or pattern for a parameter', () => {
    assert.deepEqual(read('function f() { const a = 1; }\nconst [b] = [1];'), []);
  });

  it('lets values of the declared type through, not of the default alone', () => {
    assert.deepEqual(objections('const x = 5', '7', '"7"'), [
      undefined,
      "Type 'string' is not assignable to type 'number'.",
    ]);
    assert.deepEqual(objections("let x: 'a' | 'b' = 'a'", '"b"'), [undefined]);
    assert.deepEqual(objections('let x: number | null = null', '3', 'null'), [
      undefined,
      undefined,
    ]);
    assert.deepEqual(objections("const x = 'a' as 'a' | 'b'", '"b"'), [undefined]);
  });

  it('checks lists and objects to their ends', () => {
    assert.deepEqual(objections('const x = [1, 2]', '[]', '[3]'), [undefined, undefined]);
    assert.match(objections('const x = [1, 2]', '[1, "2"]')[0]!, /'string' is not assignable/);
    assert.match(objections('const x = { a: 1 }', '{"a":1,"b":2}')[0]!, /'b|"b"' does not exist/);
    assert.deepEqual(objections('const x: [number, string] = [1, "a"]', '[2,"b"]'), [undefined]);
  });

  it('lets everything through where the type is known to other cells only', () => {
    assert.deepEqual(objections('const x: Preset = smoke', '"course"', '5'), [
      undefined,
      undefined,
    ]);
    assert.deepEqual(objections('const x = []', '[1]'), [undefined]);
  });

  it('refuses a cell that is not TypeScript', () => {
    assert.throws(
      () => read('const a = 1;\nconst = 5'),
      /The cell of a\.ipynb that is tagged parameters is not TypeScript: .* \(line 2\)$/,
    );
  });
});
