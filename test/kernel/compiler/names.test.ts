import assert from 'node:assert/strict';
import ts from 'typescript';
import { declaredNames } from '../../../src/kernel/compiler/names.js';

function names(code: string): string {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true);
  return declaredNames(file)
    .map(({ name, mutable }) => (mutable ? `${name}!` : name))
    .join(' ');
}

describe('declaredNames', () => {
  const table: Readonly<Record<string, string>> = {
    'let a; const b = 1; var c': 'a! b c!',
    'let { a, b: { c = 1, ...d }, [e]: f } = o, [g, , h = 2, ...i] = p': 'a! c! d! f! g! h! i!',
    'function f() { var inner; } async function* g() {} class C { m() { var v; } }': 'f g C',
    'enum E {} const enum F {} namespace N { export var x = 1; } declare global { var y: number; }':
      'E F N',
    'declare module "m" { export const x: number; }': '',
    'interface I {} type T = 1; declare const d: number; abstract class A {}': 'I T d A',
    'for (var i = 0, j; ; ) { var k; } for (var l in o) ; for (var [m] of o) ; for (let n of o) ;':
      'i! j! k! l! m!',
    'if (1) { var a; let b; function f() {} } else var c;': 'a! c!',
    'switch (1) { case 1: var a; } try { var b; } catch (e) { var c; } finally { var d; } l: var f;':
      'a! b! c! d! f!',
    'const f = () => { var no; }; class A { static { var no; } }': 'f A',
    'using u = x; await using v = y': 'u v',
    "import a, { b, c as d } from 'm'; import * as e from 'm'; import 'm'; import type { F } from 'm'":
      'a b d e F',
    'import a = N.b; export import c = N.d; import type e = N.f': 'a c e',
    'export const a = 1; export function f() {} export default class C {} export default 5':
      'a f C',
    'export default function () {} export default class {}': '',
    'let a; export { a, a as b, a as default }; export {}': 'a! b',
    "export { a, b as c, default } from 'm'; export * from 'm'; export * as ns from 'm'": 'a c ns',
    "export { a as 'any text', a as if } from 'm'; export * as 'all of it' from 'm'": '',
    'const a = 1; let a = 2': 'a!',
    '1 + 1; foo(); // let x': '',
    '': '',
  };
  for (const [code, expected] of Object.entries(table)) {
    it(code || 'no code', () => {
      assert.equal(names(code), expected);
    });
  }
});
