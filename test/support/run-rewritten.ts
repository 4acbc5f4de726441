import vm from 'node:vm';
import ts from 'typescript';
import { declaredNames } from '../../src/kernel/compiler/names.js';
import { ownerName } from '../../src/kernel/compiler/rewrite/cell-draft.js';
import { rewriteCell, type RewrittenCell } from '../../src/kernel/compiler/rewrite/rewrite-cell.js';

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  verbatimModuleSyntax: true,
};

/** TypeScript as the kernel's compiler emits it, without checking types. */
export function emitted(code: string, options: ts.CompilerOptions = {}): string {
  return ts.transpileModule(code, { compilerOptions: { ...compilerOptions, ...options } })
    .outputText;
}

/** What a tiny kernel does with cells that are not type-checked. */
export interface TinyKernel {
  /** Runs a cell; gives the value of its last expression. */
  run(code: string): Promise<unknown>;
  /** How far the latest cell came: see `RewrittenCell.reached`. */
  readonly latest: { readonly cell: RewrittenCell; readonly reached: number };
}

export function tinyKernel(options: ts.CompilerOptions = {}): TinyKernel {
  const owners = new Map<string, number>();
  const objects = new Map<number, object>();
  let count = 0;
  const kernel = {
    latest: undefined as unknown as TinyKernel['latest'],
    run: async (code: string): Promise<unknown> => {
      count++;
      const source = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true);
      const own = declaredNames(source).map(({ name }) => name);
      for (const name of own) if (!owners.has(name)) owners.set(name, count);
      const cell = rewriteCell(emitted(code, options), {
        ownerOf: (name) => owners.get(name),
        declares: (name) => own.includes(name),
        hasValue: true,
      });
      const modules: object[] = [];
      for (const { specifier } of cell.imports) modules.push((await import(specifier)) as object);
      const api = {
        ...{ value: undefined, reached: 0, modules },
        ...{ meta: { url: 'file:///cell' }, import: (specifier: string) => import(specifier) },
        ...{ here: () => 'run', resumed: (_run: unknown, value: unknown) => value },
        each: (values: unknown) => values,
      };
      try {
        await evaluate(cell, api, (owner) => {
          if (!objects.has(owner)) objects.set(owner, Object.create(null) as object);
          return objects.get(owner);
        });
      } finally {
        kernel.latest = { cell, reached: api.reached };
      }
      return api.value;
    },
  };
  return kernel;
}

function evaluate(cell: RewrittenCell, api: object, objectOf: (owner: number) => unknown): unknown {
  const parameters = ['$$run', ...cell.owners.map(ownerName)].join(', ');
  const code = `(${cell.async ? 'async ' : ''}function (${parameters}) { 'use strict'; ${cell.code}\n})`;
  const body = vm.runInThisContext(code) as (...given: unknown[]) => unknown;
  return body.call(undefined, api, ...cell.owners.map(objectOf));
}

/** What plain Node makes of the same code: the value of `result` at the end of a module. */
export async function runPlainly(
  code: string,
  result: string,
  options: ts.CompilerOptions = {},
): Promise<unknown> {
  const module = emitted(`${code}\nexport const $$result = (${result});`, options);
  const url = `data:text/javascript,${encodeURIComponent(module)}`;
  return ((await import(url)) as { $$result: unknown }).$$result;
}
