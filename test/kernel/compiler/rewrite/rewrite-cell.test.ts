import assert from 'node:assert/strict';
import type ts from 'typescript';
import { runPlainly, tinyKernel } from '../../../support/run-rewritten.js';

interface Program {
  readonly cells: readonly string[];
  /** An expression that tells what the cells have done. */
  readonly result: string;
  readonly options?: ts.CompilerOptions;
}

/** Programs for which cells, one after another or all in one, must do what plain Node does. */
const programs: Readonly<Record<string, Program>> = {
  'a closure sees a later assignment': {
    cells: ['let x = 1; function getX() { return x; }', 'x = 2;'],
    result: '[x, getX()]',
  },
  'object patterns': {
    cells: [
      'const { a, b: { c = 5, ...r }, ["e"]: e, ...rest } = { a: 1, b: { d: 2 }, e: 3, f: 4 };',
    ],
    result: '[a, c, r, e, rest]',
  },
  'array patterns': {
    cells: ['let [p, , q = 7, ...s] = [1, 2, undefined, 4, 5];'],
    result: '[p, q, s]',
  },
  'patterns whose defaults use earlier names': {
    cells: ['const d = 4;', 'const { k = d, [`l${k}`]: l = k + 1 } = {} as any;'],
    result: '[k, l]',
  },
  'an exchange': { cells: ['let x = 1, y = 2;', '[x, y] = [y, x];'], result: '[x, y]' },
  'an assignment to a pattern of shorthands': {
    cells: ['let x: any = 1, y = 2, z = 3;', '({ x, y = z, z: [z] } = { x: 9, z: [8] } as any);'],
    result: '[x, y, z]',
  },
  'every place of an object literal': {
    cells: [
      'let x = 1;',
      'const o = { x, y: x, [x]: x, f() { return x; }, get z() { return x; }, ...{ x } };',
    ],
    result: '[o.x, o.y, o[1], o.f(), o.z]',
  },
  'a function called without this': {
    cells: ['function f(this: any) { return this === undefined; }', 'const o = { f };'],
    result: '[f(), o.f(), f?.(), (f as any)``]',
  },
  'the names of functions': {
    cells: [
      'const f = () => 1, g = function () {}, C = class {}; const h = (() => 2);',
      'const { k = () => 1 } = {} as any; const [l = class {}] = [] as any[];',
      'let m: any; m = () => 1; let n: any; n ??= function () {}; let o: any; o = m;',
    ],
    result: '[f.name, g.name, C.name, h.name, k.name, l.name, m.name, n.name, o.name]',
  },
  'var in loops': {
    cells: [
      'for (var i = 0, n = 3; i < n; i++) { var last = i; }',
      'for (var k in { a: 1, b: 2 }) ;',
      'for (var { v } of [{ v: 1 }, { v: 2 }]) ;',
      'for (var [w = 4] of [[], []] as any[]) ;',
    ],
    result: '[i, n, last, k, v, w]',
  },
  'var in blocks': {
    cells: [
      'switch (1 as number) { case 1: var s = 1; break; default: var t = 2; }',
      'outer: for (var a = 0; ; a++) { for (;;) { if (a > 2) break outer; continue outer; } }',
      'try { throw 1; } catch (e) { var caught = e; } finally { var done = true; }',
      'if (false as boolean) { var never = 1; }',
    ],
    result: '[s, t, a, caught, done, never]',
  },
  'var again': { cells: ['var dup = 1; var dup = 2; var dup: number;'], result: 'dup' },
  'declarations without a value': {
    cells: ['let d: number; d = 3; let e: any; var f: any;'],
    result: '[d, e, f]',
  },
  'names that shadow': {
    cells: [
      'let x = 1;',
      'function f(x = 2) { return x; } const g = (x: number) => x; const h = ({ x }: any) => x;',
      '{ let x = 2; x++; } for (let x = 3; x < 5; x++) {} try { throw 5; } catch (x) { x; }',
      'const inner = function x() { return typeof x; }; const other = class x { static me = x.name; };',
    ],
    result: '[x, f(), g(3), h({ x: 4 }), inner(), other.me]',
  },
  'default parameters': {
    cells: [
      'const x = 1; let z = 2;',
      `function f(a = x, { b = x, ...c } = {} as any, [d = x] = [] as any[], e = () => z) {
         let z = 5;
         return [a, b, c, d, e(), z];
       }`,
    ],
    result: 'f()',
  },
  'functions before their declaration': {
    cells: ['const y = f(); function f() { return 1; }'],
    result: 'y',
  },
  'an await before everything': {
    cells: ['await f(); async function f() { return 1; }'],
    result: 'f.length',
  },
  'functions in blocks': {
    cells: ['let t = ""; if (true) { function inner() {} t = typeof inner; }'],
    result: '[t, typeof (globalThis as any).inner]',
  },
  'strict mode': {
    cells: [
      'let how = ""; try { (Object.freeze({ a: 1 }) as any).a = 2; how = "silent"; } catch { how = "thrown"; }',
    ],
    result: 'how',
  },
  classes: {
    cells: [
      `class A {
         static n = 1;
         static self = A;
         #p = 2;
         static { A.n = 5; }
         get p() { return this.#p; }
         m() { return A.n; }
         static has(o: object) { return #p in o; }
         static make() { return new this(); }
       }`,
    ],
    result: '[A.n, A.self === A, new A().p, A.make().m(), A.has(new A()), A.has({}), A.name]',
  },
  'classes of earlier cells': {
    cells: [
      'class A { v = 1; }',
      'class B extends A { w = this.v + 1; }',
      'class C extends B { y = this.w; }',
    ],
    result: '[new C().y, new C() instanceof A]',
  },
  'parameter properties and abstract classes': {
    cells: [
      'abstract class P { constructor(public a: number, private b = 2) {} sum() { return this.a + this.b; } }',
      'class Q extends P {}',
    ],
    result: 'new Q(3).sum()',
  },
  'computed members': {
    cells: [
      'const key = "dyn";',
      'class C { [key]() { return 1; } static [key + 2] = 3; ["lit"] = 4; }',
    ],
    result: '[(new C() as any).dyn(), (C as any).dyn2, (new C() as any).lit]',
  },
  enums: {
    cells: ['enum E { A, B = 5, C }', 'const enum F { A = 3 } enum G { X = "x" } enum G { Y = 1 }'],
    result: '[E.A, E[5], E.C, F.A, G.X, G.Y]',
    options: { preserveConstEnums: true },
  },
  namespaces: {
    cells: [
      'namespace N { export const a = 1; export function f() { return a; } } namespace N { export const b = a + 1; }',
      'function f() { return f.x; } namespace f { export const x = 3; } class K {} namespace K { export const z = 4; }',
    ],
    result: '[N.a, N.b, N.f(), f(), K.z]',
  },
  generators: {
    cells: [
      'let n = 1; function* g() { yield n; yield* [2, 3]; }',
      'async function* h() { yield n; yield await Promise.resolve(2); } const out: number[] = [];',
      'for await (const v of h()) out.push(v);',
    ],
    result: '[[...g()], out]',
  },
  'await anywhere': {
    cells: [
      'const x = await Promise.resolve(3); const y = -await Promise.resolve(1) + (await x);',
      'class W { [await Promise.resolve("k")] = 1; } const o = { [await Promise.resolve("k")]() { return 2; } };',
    ],
    result: '[x, y, (new W() as any).k, (o as any).k()]',
  },
  'async functions and later assignments': {
    cells: [
      'let x = 1; async function f() { await null; x = 2; return x; } const p = f(); const before = x; await p;',
    ],
    result: '[before, x]',
  },
  'tagged templates': {
    cells: [
      'function tag(a: TemplateStringsArray, ...v: any[]) { return a.raw.join("|") + v; }',
      'const s = tag`a${1}b`;',
    ],
    result: '[s, `${s}${`${s}`}`]',
  },
  'calls of members': {
    cells: [
      'let o: any = { f() { return this === o; } }; let u: any;',
      'const r = [o.f(), o?.f(), o.g?.(), (o.f)(), u?.(), u?.x.y];',
    ],
    result: 'r',
  },
  'every assignment': {
    cells: [
      'let n: any = 1; n++; ++n; n += 2; n **= 2; n ||= 1; n &&= n + 1; n ??= 0; let o: any = { y: 1, z: 2 }; delete o.y; void o;',
    ],
    result: '[n, typeof n, o]',
  },
  'loops over assignments': {
    cells: [
      'let x: any; let o: any = {};',
      'for (x of [1, 2]) ; for (x in { a: 1 }) ; for (o.p of [3]) ; for ([o.q] of [[9]]) ;',
    ],
    result: '[x, o]',
  },
  'labels that are names, too': {
    cells: [
      'let label = 1; label: for (;;) { break label; }',
      'label: for (const a of [1]) { continue label; }',
    ],
    result: 'label',
  },
  'names from all over the world': {
    cells: ['let 变 = 1; const ñ = 2; let \\u0061b = 3; const { 名 = 4 } = {} as any; 变++;'],
    result: '[变, ñ, ab, 名]',
  },
  'names that objects have from birth': {
    cells: ['let constructor = 1; let toString = 2; let __proto__: any = 3; let valueOf = 4;'],
    result: '[constructor, toString, __proto__, valueOf]',
  },
  'names like ours': {
    cells: ['let $$1 = 4; let $$run = 1; let $$m0 = 2; let x = 3;'],
    result: '[$$1, $$run, $$m0, x]',
  },
  'types that disappear': {
    cells: [
      'type T = { a: number }; interface I extends T {} let t: T = { a: 1 }; declare const nowhere: number; export type { T };',
      'const x: unknown = 3; const y = x as number; const z = { a: 1 } satisfies I; const w = y!; const v = <T>t;',
    ],
    result: '[t, y, z, w, v]',
  },
  exports: {
    cells: [
      'export const a = 1; export function f() { return a; } export class C {} export enum E { A = 2 } const loc = 1; export { loc, loc as other };',
    ],
    result: '[a, f(), new C() instanceof C, E.A, loc]',
  },
  'exports by default': {
    cells: ['export default function named() { return 1; }'],
    result: 'named()',
  },
  'a class exported by default': { cells: ['export default class Named {}'], result: 'Named.name' },
  imports: {
    cells: [
      'import { sep as s, join } from "node:path"; import * as p from "node:path"; import def, { basename } from "node:path"; import "node:fs";',
      'const joined = join("a", "b"); const o = { join, s };',
    ],
    result: '[joined, s, p.sep, def.sep, basename("/x/y"), o.s]',
  },
  'import() and import.meta': {
    cells: ['const { sep } = await import("node:path"); const u = typeof import.meta.url;'],
    result: '[sep, u]',
  },
  using: {
    cells: [
      '(Symbol as any).dispose ??= Symbol("d"); (Symbol as any).asyncDispose ??= Symbol("a"); const log: string[] = [];',
      'using r = { [Symbol.dispose]() { log.push("gone"); } }; const after = 5; function fn() { return after; } class CC {} log.push("in");',
    ],
    result: '[log, after, fn(), new CC() instanceof CC]',
  },
  'await using in a block': {
    cells: [
      '(Symbol as any).asyncDispose ??= Symbol("a"); const log: string[] = [];',
      '{ await using r = { async [Symbol.asyncDispose]() { log.push("gone"); } }; log.push("in"); }',
    ],
    result: 'log',
  },
  decorators: {
    cells: [
      'function dec(v: any, c: any) { return v; } @dec class D { @dec m() { return D; } @dec accessor x = 1; @dec static s = 2; }',
    ],
    result: '[new D().m() === D, new D().x, D.s]',
  },
  'experimental decorators': {
    cells: [
      'function dec(v: any) { v.tagged = true; } @dec class D { static me = D; m() { return D; } }',
    ],
    result: '[(D as any).tagged, D.me === D, new D().m() === D]',
    options: { experimentalDecorators: true },
  },
  'new.target, arguments and this': {
    cells: [
      'let t: any; function T() { t = new.target; } new (T as any)(); let n: any; function a() { n = arguments.length; } (a as any)(1, 2); const self = this;',
    ],
    result: '[typeof t, n, self]',
  },
  'lines that end anywhere': {
    cells: ['let a = 1\nlet b = a\n;[a, b] = [b + 1, a]\n;(() => { a = 10 })()\nlet c = a\n++\nb'],
    result: '[a, b, c]',
  },
  'carriage returns': {
    cells: ['let x = 1;\r\nlet y = `a\r\nb`;\r\nx = 3;\r\n'],
    result: '[x, y]',
  },
  'cells that do nothing': {
    cells: ['', ';;;', '// only a comment', '/* a\n b */', '{ }', '"text"'],
    result: '1',
  },
  'a line that says how to start a script': {
    cells: ['#!/usr/bin/env node\nlet x = f(); function f() { return 1; }'],
    result: 'x',
  },
  'other names for what is in a namespace': {
    cells: [
      'namespace N { export const a = 1; export namespace M { export const b = 2; } }',
      'import a = N.a; import M = N.M;',
    ],
    result: '[a, M.b]',
  },
  'keywords as properties': {
    cells: ['var obj = { if: 1, class: 2 }; const { if: i, class: c } = obj;'],
    result: '[i, c, obj.if]',
  },
};

describe('rewriteCell', () => {
  for (const [name, { cells, result, options = {} }] of Object.entries(programs)) {
    it(`does what plain Node does: ${name}`, async () => {
      const expected = await runPlainly(cells.join('\n'), result, options);
      const apart = tinyKernel(options);
      for (const cell of cells) await apart.run(cell);
      assert.deepEqual(await apart.run(`(${result})`), expected, 'cell by cell');
      const together = tinyKernel(options);
      await together.run(cells.join('\n'));
      assert.deepEqual(await together.run(`(${result})`), expected, 'in one cell');
    });
  }

  const valueOf = async (...cells: string[]): Promise<unknown> => {
    const kernel = tinyKernel();
    let value: unknown;
    for (const cell of cells) value = await kernel.run(cell);
    return value;
  };

  it('declares names again', async () => {
    assert.equal(await valueOf('const x = 1;', 'const x = "two";', 'x'), 'two');
    assert.equal(await valueOf('class A { v = 1 }', 'class A { v = 2 }', 'new A().v'), 2);
    assert.equal(await valueOf('let f = 1;', 'function f() { return 2; }', 'f()'), 2);
    assert.equal(await valueOf('let x = 1; const get = () => x;', 'let x = 2;', 'get()'), 2);
    assert.equal(await valueOf('let x = 1;', 'let x;', 'x'), undefined);
    assert.deepEqual(await valueOf('enum E { A, B }', 'enum E { A = "a" }', 'Object.keys(E)'), [
      'A',
    ]);
    assert.equal(await valueOf('let sep = 1;', 'import { sep } from "node:path";', 'sep'), '/');
  });

  it('keeps variables that have the names of what the compiler adds', async () => {
    const decorated = 'const dec = (v: any, c: any) => v; @dec class D {}';
    const names = '_a, _classDecorators, __esDecorate, _classThis';
    assert.deepEqual(
      await valueOf(`let [${names}] = [1, 2, 3, 4];`, decorated, `[${names}]`),
      [1, 2, 3, 4],
    );
  });

  it('gives the value of the last expression', async () => {
    assert.equal(await valueOf('1; 2; 3'), 3);
    assert.deepEqual(await valueOf('({ a: 1 })'), { a: 1 });
    assert.equal(await valueOf('await Promise.resolve(4)'), 4);
    assert.equal(await valueOf('let x = 5; x;'), 5);
    assert.equal(await valueOf('"text"'), 'text');
    assert.equal(await valueOf('6; let y = 1;'), undefined);
    assert.equal(await valueOf('if (true) 7;'), undefined);
    assert.equal(await valueOf('using r = null; 8'), 8);
    assert.equal(await valueOf('const a = 1; export { a }; a; export {};'), 1);
  });

  it('gives the value of a default export', async () => {
    assert.equal(await valueOf('export default 5 + 1'), 6);
    assert.equal(((await valueOf('export default () => 1')) as { name: string }).name, 'default');
    assert.equal(
      ((await valueOf('export default function () {}')) as { name: string }).name,
      'default',
    );
    assert.equal(((await valueOf('export default class {}')) as { name: string }).name, 'default');
  });

  it('exports under other names', async () => {
    assert.equal(await valueOf('const a = 1; export { a as b };', 'b'), 1);
    assert.equal(await valueOf('export { sep as slash } from "node:path";', 'slash'), '/');
    assert.equal(await valueOf('export * as path from "node:path";', 'path.sep'), '/');
    assert.equal(
      await valueOf('const a = 1; export { a as default, a as "any text", a as if }; 2'),
      2,
    );
  });

  it('is async only if the top level waits', async () => {
    const isAsync = async (code: string): Promise<boolean> => {
      const kernel = tinyKernel();
      await kernel.run(code);
      return kernel.latest.cell.async;
    };
    for (const code of ['await 1', 'for await (const x of []) ;', '{ await 1 }', '[await 1]']) {
      assert.equal(await isAsync(code), true, code);
    }
    for (const code of [
      'async () => await 1',
      'class A { async m() { await 1 } static p = async () => await 1 }',
      'async function* f() { for await (const x of []) ; }',
    ]) {
      assert.equal(await isAsync(code), false, code);
    }
  });

  it('knows which declarations a cell came past before it threw', async () => {
    const kernel = tinyKernel();
    const code = 'let a = 1; function f() {} class C {} throw a; let b = 2; class D {}';
    await assert.rejects(kernel.run(code));
    const { cell, reached } = kernel.latest;
    const there = [...cell.reached].filter(([, mark]) => mark <= reached).map(([name]) => name);
    assert.deepEqual(there.sort(), ['C', 'a', 'f']);
  });

  it('hands over the objects of the cells whose names it uses', async () => {
    const kernel = tinyKernel();
    for (const cell of ['let a = 1;', 'let b = 1;', 'let c = 1;']) await kernel.run(cell);
    await kernel.run('a + c');
    assert.deepEqual(kernel.latest.cell.owners, [1, 3]);
  });

  it('keeps every line where it was', async () => {
    const kernel = tinyKernel();
    const code =
      'let a = 1;\nimport { sep } from "node:path";\nexport { a };\nawait f(); // line 4\nfunction f() {}';
    await kernel.run(code);
    assert.match(kernel.latest.cell.code.split('\n')[3], /line 4/);
  });
});
