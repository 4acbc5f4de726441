import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CellUnit } from '../../../src/kernel/compiler/compiled.js';
import type { Problem } from '../../../src/kernel/compiler/diagnostics.js';
import {
  newSession,
  type CompiledCell,
  type Session,
} from '../../../src/kernel/compiler/session.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('a session of the compiler', function () {
  this.timeout(60_000);
  let session: Session;
  let folder: string;
  let count = 0;
  before(() => {
    folder = newFolder();
    session = newSession(folder);
  });
  beforeEach(() => session.reset());

  const compiled = (code: string): CompiledCell => {
    const compilation = session.compile(code, ++count);
    const problems = compilation.ok ? [] : compilation.problems.map(({ message }) => message);
    assert.deepEqual(problems, [], code);
    assert.ok(compilation.ok);
    return compilation.cell;
  };
  /** Compiles cells and takes them for run. */
  const run = (...cells: string[]): void => {
    for (const code of cells) session.declare(compiled(code));
  };
  const problemsOf = (code: string): readonly Problem[] => {
    const compilation = session.compile(code, ++count);
    return compilation.ok ? [] : compilation.problems;
  };
  const messages = (code: string): string[] => problemsOf(code).map(({ message }) => message);
  const unitOf = (code: string): CellUnit => compiled(code).unit;

  describe('names and types across cells', () => {
    it('knows values and their types', () => {
      run('const a = 1; let b = "text"; function f(n: number) { return [n]; }');
      run('const c: number = a; const d: string = b; const e: number[] = f(c);');
      assert.deepEqual(messages('const wrong: string = a;'), [
        "Type 'number' is not assignable to type 'string'.",
      ]);
      assert.deepEqual(messages('f(b)'), [
        "Argument of type 'string' is not assignable to parameter of type 'number'.",
      ]);
    });

    it('knows types, enums, namespaces, classes', () => {
      run('interface I { a: number } type P<T> = [T, T]; enum E { X } class C { #p = 1; q = 2; }');
      run('namespace N { export type T = string; export const v = 1; }');
      run(
        'const p: P<I> = [{ a: 1 }, { a: 2 }]; const e: E = E.X; const t: N.T = "t"; N.v.toFixed();',
      );
      run('class D extends C {} const c: C = new D(); c.q.toFixed();');
      assert.deepEqual(messages('let i: I = { a: "1" };'), [
        "Type 'string' is not assignable to type 'number'.",
      ]);
    });

    it('knows imports', () => {
      run(
        'import { join } from "node:path"; import * as fs from "node:fs"; import type { Stats } from "node:fs";',
      );
      run('const j: string = join("a"); const s: Stats = fs.statSync(".");');
    });

    it('checks assignments to variables of earlier cells', () => {
      run('let v: number | string = 1; const k = 1; function f() {} class C {} var w = 1;');
      run('v = 2; v = "two"; w = 3; w++; [v, w] = [1, 2]; ({ v } = { v: 3 });');
      assert.deepEqual(messages('v = true'), [
        "Type 'boolean' is not assignable to type 'string | number'.",
      ]);
      for (const name of ['k', 'f', 'C']) {
        assert.match(messages(`${name} = null as any`)[0], /`let` and `var` can change/);
      }
    });

    it('forgets what an assignment narrowed', () => {
      run('let v: number | undefined = 1;');
      assert.deepEqual(messages('v.toFixed()'), ["'v' is possibly 'undefined'."]);
    });

    it('lets names be declared again, with another type', () => {
      run('const x = 1; class C { #a = 1; }', 'const old: C = new C();');
      run('const x = "text"; class C { #a = "other"; }', 'const y: string = x;');
      assert.match(messages('const c: C = old;')[0], /refers to a different member/);
    });

    it('keeps the cells that others still refer to', () => {
      run('interface A { a: number }', 'let v: A = { a: 1 };', 'interface A { b: number }');
      run('v.a.toFixed()', 'v = { a: 2 };');
      assert.deepEqual(messages('v.b'), ["Property 'b' does not exist on type 'A'."]);
    });

    it('sees own names before those of other cells, types and values alike', () => {
      run('let x = 1; type T = number;');
      run(
        'function f(x: string) { return x.length; } type G<T> = T[]; const g: G<string> = ["a"];',
      );
    });

    it('says what is used before it is there', () => {
      run('let x = 1;');
      assert.match(messages('let x = x + 1;')[0], /implicitly has type 'any'|used before/);
      assert.deepEqual(messages('nothing'), ["Cannot find name 'nothing'."]);
    });

    it('takes an export list for no declaration', () => {
      run(
        'let x = 1; export { x };',
        'x = 2;',
        'export const y = x; export { y as z };',
        'z.toFixed()',
      );
    });

    it('can import types and values that a cell exports again', () => {
      fs.writeFileSync(
        path.join(folder, 'again.ts'),
        'export const v = 1; export type T = string;',
      );
      run("export { v as w, type T } from './again'; export * as ns from './again.js';");
      run('const t: T = "t"; w.toFixed(); ns.v.toFixed();');
    });
  });

  it('keeps what a cell says about the world', () => {
    run('declare global { var answer: number }', '1', 'answer.toFixed()');
    assert.deepEqual(messages('const text: string = answer;'), [
      "Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('takes packages without types as they are', () => {
    const home = path.join(folder, 'node_modules', 'untyped');
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(path.join(home, 'package.json'), '{"name":"untyped","main":"i.js"}');
    fs.writeFileSync(path.join(home, 'i.js'), 'exports.a = 1;');
    run("import { a } from 'untyped'; a.b");
  });

  describe('strictness', () => {
    for (const [code, message] of [
      ['let s: string = null;', /'null' is not assignable/],
      ['const f = (x) => x;', /implicitly has an 'any' type/],
      ['[1].find(Boolean).toFixed()', /possibly 'undefined'/],
      ['class A { x: number }', /no initializer/],
      ['try {} catch (e) { e.message }', /'e' is of type 'unknown'/],
      ['1 as string', /may be a mistake/],
      ['await 1; return 2;', /'return' statement/],
    ] as const) {
      it(code, () => {
        assert.match(messages(code).join('\n'), message);
      });
    }
  });

  describe('modern TypeScript', () => {
    for (const code of [
      'using a = { [Symbol.dispose]() {} };',
      'await using b = { async [Symbol.asyncDispose]() {} };',
      'const c = [3, 1].toSorted().at(-1); Object.groupBy([1], String); new Set([1]).union(new Set());',
      'const d = { a: 1 } satisfies Record<string, number>;',
      'function e<const T>(t: T): T { return t; } const f: readonly [1] = e([1]);',
      'function g(v: Function, c: ClassMethodDecoratorContext) {} class H { @g m() {} }',
      'for await (const x of (async function* () { yield 1; })()) x.toFixed();',
      'const i = await import("node:path"); i.sep.length; import.meta.url.length; import.meta.dirname;',
      'enum J { A = "a" } const enum K { B = 1 } abstract class L { abstract m(): void; }',
      'const m: string = await input("name?", { password: true }); interrupted.throwIfAborted();',
      'console.log(process.version, Buffer.from("a"), structuredClone({}), new URL("a:b"));',
      'accessorless: for (;;) break accessorless;',
      '#!/usr/bin/env node\n1',
      '',
      '// nothing',
    ]) {
      it(code.split('\n')[0] || 'nothing', () => {
        compiled(code);
      });
    }
  });

  describe('errors', () => {
    const first = (code: string): string => {
      const [{ code: number, line, column, frame, file }] = problemsOf(code);
      assert.equal(file, undefined);
      return `${number} ${line}:${column}\n${frame}`;
    };

    it('have line, column and frame', () => {
      assert.equal(first('let a = 1;\n  a.nope;'), '2339 2:5\n  a.nope;\n    ~~~~');
      assert.equal(first('\tfoo'), '2304 1:2\n\tfoo\n\t~~~');
      assert.equal(first('let a = 1;\r\nfoo'), '2304 2:1\nfoo\n~~~');
      assert.equal(first('foo\r\n1'), '2304 1:1\nfoo\n~~~');
    });

    for (const [code, place] of [
      ['let x =', '1:8'],
      ['foo(', '1:5'],
      ['`abc', '1:5'],
      ['/* abc', '1:7'],
      ['if (true)', '1:10'],
      ['for (;;)', '1:9'],
      ['while (true)', '1:13'],
      ['label:', '1:7'],
      ['if (true) {} else', '1:18'],
      ['@dec', '1:5'],
      ['{\n  1', '2:4'],
      ['export default', '1:15'],
    ] as const) {
      it(`are at the end of unfinished code: ${JSON.stringify(code)}`, () => {
        const problems = problemsOf(code);
        assert.equal(problems.length, 1);
        assert.equal(`${problems[0].line}:${problems[0].column}`, place);
      });
    }

    it('are several at once', () => {
      assert.equal(problemsOf('nope1; nope2;').length, 2);
    });

    it('speak of no text that is not the author’s', () => {
      run('let v = 1; const k = 2; class C { #p = 1; } interface I { c: C }');
      run('class C { #p = 2; } ');
      const all = [
        'v = "a"',
        'k = 1',
        'let i: I = { c: new C() }',
        'let v = v',
        'new C().p',
        'if (k)',
        'C = 1',
      ]
        .flatMap(problemsOf)
        .map(({ message, frame }) => message + frame)
        .join('\n');
      assert.doesNotMatch(all, /cell\[|import\(|export \{|declare let|\$\$/);
    });

    it('of modules are shown if the cell is right', () => {
      fs.writeFileSync(path.join(folder, 'wrong.ts'), 'export const a = 1;\nlet s: string = a;\n');
      const [problem] = problemsOf("import { a } from './wrong'; a.toFixed()");
      assert.deepEqual([problem.file, problem.line, problem.column], ['wrong.ts', 2, 5]);
      assert.deepEqual(messages("import { a } from './wrong'; a.nope"), [
        "Property 'nope' does not exist on type '1'.",
      ]);
      fs.writeFileSync(path.join(folder, 'wrong.ts'), 'export const a = 1; // mended\n');
      compiled("import { a } from './wrong'; a.toFixed()");
    });

    it('declare nothing', () => {
      problemsOf('const broken = 1; nope');
      assert.deepEqual(messages('broken'), ["Cannot find name 'broken'."]);
    });
  });

  describe('cells that threw', () => {
    it('have declared what they came past', () => {
      const cell = compiled('const a = 1; let b = 2; interface T {} function f() {} const c = 3;');
      session.declare(cell, 2);
      compiled('const t: T = {}; a + b; f();');
      assert.deepEqual(messages('c'), ["Cannot find name 'c'."]);
    });

    it('have declared nothing if they did not start', () => {
      session.declare(compiled('function f() {} import { sep } from "node:path"; type T = 1;'), -1);
      assert.equal(messages('f(); sep; let t: T;').length, 3);
    });
  });

  describe('the result', () => {
    for (const [code, shows] of [
      ['1', true],
      ['1;', false],
      ['let a = 1', false],
      ['let a = 1; a', true],
      ['let a = 1; a = 2', false],
      ['let a = 1; a++', true],
      ['let a = 1; a === 1', true],
      ['void 0', false],
      ['1 // comment', true],
      ['1; // comment', false],
      ['1\n;', false],
      ['export default 5', true],
      ['interface I {}', false],
      ['', false],
    ] as const) {
      it(`is ${shows ? 'shown' : 'not shown'}: ${JSON.stringify(code)}`, () => {
        assert.equal(unitOf(code).showsValue, shows);
      });
    }
  });

  it('emits code that uses the objects of other cells', () => {
    run('let a = 1;');
    const first = count;
    const { code, owners } = unitOf('let b = a + 1; const enum E { X = 5 } b + E.X');
    assert.deepEqual(owners, [first, count]);
    assert.match(code, new RegExp(`\\(\\$\\$${count}\\.b = \\$\\$${first}\\.a \\+ 1\\)`));
  });

  it('does not keep what nobody can see any more', () => {
    for (let i = 0; i < 30; i++) run(`const same = ${i}; let v${i % 3} = same;`);
    run('v0 + v1 + v2 + same');
    const { service, file } = session.look('');
    const cells = service
      .getProgram()
      ?.getSourceFiles()
      .filter(({ fileName }) => fileName.includes('cell['));
    assert.ok(
      (cells?.length ?? 0) <= 5,
      `${cells?.length} files after ${count} cells, such as ${file}`,
    );
  });

  it('forgets everything when it is reset', () => {
    run('const gone = 1;');
    session.reset();
    assert.deepEqual(messages('gone'), ["Cannot find name 'gone'."]);
  });

  it('finds what a dynamic import asks for', () => {
    fs.writeFileSync(path.join(folder, 'late.ts'), 'export const late = 1;');
    const { resolved, modules } = session.importFrom('./late', folder);
    assert.deepEqual(resolved, { kind: 'unit', path: path.join(folder, 'late.ts') });
    assert.deepEqual(
      modules.map((each) => each.path),
      [path.join(folder, 'late.ts')],
    );
  });
});
