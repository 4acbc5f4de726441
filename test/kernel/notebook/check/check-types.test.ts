import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedCells } from '../../../../src/kernel/notebook/check/checked-cell.js';
import { checkTypes } from '../../../../src/kernel/notebook/check/check-types.js';
import { codeNotebook, type CellWishes } from '../../../support/code-notebook.js';
import { newFolder } from '../../../support/temporary-folder.js';

describe('checking types', function () {
  this.timeout(60_000);

  const check = (folder: string, ...cells: (string | [string, CellWishes])[]) =>
    checkTypes(checkedCells(codeNotebook(...cells)), folder);

  /** What is found, in short: where, and the rule or the number of the error. */
  const found = (...cells: (string | [string, CellWishes])[]): string[] =>
    check(newFolder(), ...cells).map(
      ({ cell, line, column, rule, code }) => `${cell} ${line}:${column} ${code ?? rule}`,
    );

  it('is strict, and knows the names of the cells above', () => {
    assert.deepEqual(found('const a: number | undefined = 1', 'const s: string = a;'), [
      '2 1:7 2322',
    ]);
    assert.deepEqual(found('const a = 1', "const a = 'x'", 'a.length + (await 1)'), []);
  });

  it('shows the place', () => {
    assert.deepEqual(check(newFolder(), "\nconst a: number = 'x';"), [
      {
        rule: 'type',
        level: 'error',
        code: 2322,
        message: "Type 'string' is not assignable to type 'number'.",
        cell: 1,
        line: 2,
        column: 7,
        frame: "const a: number = 'x';\n      ~",
      },
    ]);
  });

  it('finds names that only a later cell defines, in functions too', () => {
    const cells = ['later;', 'const f = () => ({ later, test });', 'const later = 1, test = 2;'];
    const skipped: [string, CellWishes] = ['const once = 1;', { tags: ['skip-execution'] }];
    assert.deepEqual(found(...cells, 'nowhere;', 'once;', skipped), [
      '1 1:1 use-before-definition',
      '2 1:20 use-before-definition',
      '2 1:27 use-before-definition',
      '4 1:1 2304',
      '5 1:1 2304',
    ]);
  });

  it('tells a mistake once, not again in every cell that uses the name', () => {
    assert.deepEqual(found('const a: string = 1;', 'const b = a;', 'b'), ['1 1:7 2322']);
    assert.deepEqual(found('const a: string = 1;', "const a = 'x';", 'a * 2'), [
      '1 1:7 2322',
      '3 1:1 2362',
    ]);
  });

  it('expects errors where they are announced', () => {
    const announced: [string, CellWishes] = ['const a: string = 1', { tags: ['raises-exception'] }];
    assert.deepEqual(found(announced, 'const b: string = 2'), ['2 1:7 2322']);
  });

  it('imports from the folder, and tells an error there once', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'good.ts'), 'export const one: number = 1;\n');
    writeFileSync(join(folder, 'bad.ts'), "export const two: number = '2';\n");
    const findings = check(
      folder,
      "import { one } from './good.ts'; const s: string = one;",
      "import { two } from './bad.ts';",
      "import * as all from './bad.ts';",
    );
    assert.deepEqual(
      findings.map(({ cell, message }) => `${cell} ${message}`),
      [
        "1 Type 'number' is not assignable to type 'string'.",
        "2 in bad.ts:1:14: Type 'string' is not assignable to type 'number'.",
      ],
    );
  });

  it('takes strictness from the project', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": false } }');
    assert.deepEqual(check(folder, 'function f(x) { return x }'), []);
    assert.deepEqual(found('function f(x) { return x }'), ['1 1:12 7006']);
  });

  it('warns of promises that nobody awaits', () => {
    assert.deepEqual(found('async function f() {}', 'f();\n1'), ['2 1:1 unused-promise']);
  });
});
