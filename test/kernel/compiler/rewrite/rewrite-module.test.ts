import assert from 'node:assert/strict';
import vm from 'node:vm';
import { rewriteModule } from '../../../../src/kernel/compiler/rewrite/rewrite-module.js';
import { emitted } from '../../../support/run-rewritten.js';

type Namespace = Record<string, unknown>;

/** Runs a module as the loader does; `imports` are the namespaces of what it imports. */
async function load(
  code: string,
  imports: Readonly<Record<string, object>> = {},
): Promise<Namespace> {
  const module = rewriteModule(emitted(code));
  const namespace: Namespace = {};
  const define = (name: string, get: () => unknown): void =>
    void Object.defineProperty(namespace, name, { get, enumerable: true });
  const api = {
    modules: module.imports.map(({ specifier }) => imports[specifier]),
    exports: (getters: Record<string, () => unknown>) => {
      for (const [name, get] of Object.entries(getters)) define(name, get);
    },
    exportAll: (other: Namespace) => {
      for (const name of Object.keys(other)) define(name, () => other[name]);
    },
    here: () => undefined,
    resumed: (_run: unknown, value: unknown) => value,
  };
  const start = module.async ? 'async ' : '';
  const body = vm.runInThisContext(
    `(${start}function ($$run) { 'use strict'; ${module.code}\n})`,
  ) as (run: object) => unknown;
  await body.call(undefined, api);
  return namespace;
}

describe('rewriteModule', () => {
  it('exports declarations', async () => {
    const module = await load(`
      export const a = 1, { b, ...c } = { b: 2, d: 3 };
      export function f() { return a; }
      export class K {}
      export enum E { X = 5 }
      export namespace N { export const y = 6; }
      export type T = string;
      export let later: number;
      later = 7;
    `);
    assert.deepEqual(Object.keys(module).sort(), ['E', 'K', 'N', 'a', 'b', 'c', 'f', 'later']);
    const { a, b, c, f, E, N, later } = module;
    assert.deepEqual([a, b, c, later], [1, 2, { d: 3 }, 7]);
    assert.equal((f as () => number)(), 1);
    assert.deepEqual([(E as Namespace).X, (N as Namespace).y], [5, 6]);
  });

  it('exports lists, under other names too', async () => {
    const module = await load('const a = 1; let b = 2; b = 3; export { a, b as c, a as default };');
    assert.deepEqual({ ...module }, { a: 1, c: 3, default: 1 });
  });

  for (const [code, name] of [
    ['export default 5;', undefined],
    ['export default function () {}', 'default'],
    ['export default async function* () {}', 'default'],
    ['export default class {}', 'default'],
    ['export default () => 1;', 'default'],
    ['export default function f() {}', 'f'],
    ['export default class C {}', 'C'],
    ['function g() {} export default g;', 'g'],
  ] as const) {
    it(`exports by default: ${code}`, async () => {
      const { default: value } = await load(code);
      assert.equal((value as { name?: string }).name, name);
    });
  }

  it('is not confused by what follows a default export', async () => {
    const module = await load(
      'export default class { a = 1 }\n;(globalThis as any);\nexport const b = 1;',
    );
    assert.equal(new (module.default as new () => { a: number })().a, 1);
  });

  it('sees imports change, and shows changes of exports', async () => {
    const other = { n: 1, default: 'd', 'any text': 't' };
    const module = await load(
      `import def, { n, n as m, 'any text' as t } from 'o'; import * as all from 'o';
       export const read = () => [def, n, m, t, { n }, all.n];
       export let count = 0; export function inc() { count++; }`,
      { o: other },
    );
    const read = module.read as () => unknown[];
    assert.deepEqual(read(), ['d', 1, 1, 't', { n: 1 }, 1]);
    other.n = 2;
    assert.deepEqual(read(), ['d', 2, 2, 't', { n: 2 }, 2]);
    (module.inc as () => void)();
    assert.equal(module.count, 1);
  });

  it('calls imports without this', async () => {
    const other = {
      f(this: unknown) {
        return this === undefined;
      },
    };
    const { plain, tagged } = await load(
      "import { f } from 'o'; export const plain = f(), tagged = f``;",
      { o: other },
    );
    assert.deepEqual([plain, tagged], [true, true]);
  });

  it('exports again what it imports', async () => {
    const other = { a: 1, b: 2, default: 3 };
    const module = await load(
      `export { a, b as c, default as d } from 'o'; export * as ns from 'o'; export * from 'p';
       import { a as again } from 'o'; export { again };`,
      { o: other, p: { q: 4 } },
    );
    assert.deepEqual({ ...module }, { a: 1, c: 2, d: 3, ns: other, q: 4, again: 1 });
  });

  it('leaves names alone that shadow imports', async () => {
    const { f, g } = await load(
      "import { a } from 'o'; export const f = (a: number) => a; export const g = () => { const a = 3; return { a }; };",
      { o: { a: 1 } },
    );
    assert.equal((f as (a: number) => number)(2), 2);
    assert.deepEqual((g as () => object)(), { a: 3 });
  });

  it('waits at the top level, also before everything', async () => {
    assert.equal(rewriteModule('export const a = 1;').async, false);
    assert.equal(rewriteModule('export const a = await 1;').async, true);
    const module = await load(
      'await Promise.resolve(); export const a = await Promise.resolve(2);',
    );
    assert.equal(module.a, 2);
  });

  it('notes imports in their order, with the kind that they ask for', () => {
    const { imports } = rewriteModule(
      "import 'side'; import data from './d.json' with { type: 'json' }; export * from 'o';",
    );
    assert.deepEqual(imports, [
      { specifier: 'side', type: undefined },
      { specifier: './d.json', type: 'json' },
      { specifier: 'o', type: undefined },
    ]);
  });

  it('may start with a line that says how to start it', async () => {
    assert.equal((await load('#!/usr/bin/env node\nexport const a = 1;')).a, 1);
  });

  it('exports even a name that objects have from birth', async () => {
    const module = await load('const p = 1; export { p as __proto__, p as constructor };');
    assert.deepEqual(Object.keys(module), ['__proto__', 'constructor']);
  });
});
