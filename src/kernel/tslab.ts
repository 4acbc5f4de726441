import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import ts from 'typescript';
import type { Completeness } from './server/language.js';

/*
 * All that we know of tslab's insides is in this file. tslab's compiling and executing halves are
 * where its defects were; ours replace them. What holds stays tslab's: the module that notebooks
 * import, and the judgement whether code is complete.
 * `test/kernel/tslab.test.ts` fails when any of it changes.
 */

const require = createRequire(import.meta.url);

/** The folder of tslab's compiled code. */
export function tslabDist(): string {
  return join(dirname(require.resolve('tslab/package.json')), 'dist');
}

/** The files whose private interfaces we use. */
export const tslabFiles = ['converter.js', 'public.d.ts', 'tspath.js', 'util.js'];

interface Converter {
  isCompleteCode(code: string): { readonly completed: boolean; readonly indent?: string };
}

let converter: Converter | undefined;

/** Whether code is complete, or how its next line starts; a front end asks when Enter is pressed. */
export function completenessOf(code: string): Completeness {
  converter ??= loadConverter();
  const { completed, indent } = converter.isCompleteCode(code);
  if (completed) return { status: statusOf(code) };
  return indent === undefined ? { status: 'incomplete' } : { status: 'incomplete', indent };
}

/** tslab looks for missing brackets only; a text or comment may be open as well, or all be wrong. */
function statusOf(code: string): Completeness['status'] {
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
  if (diagnostics.length === 0) return 'complete';
  const open: readonly number[] = [1160, 1010]; // unterminated template literal; `*/` expected
  return diagnostics.some((each) => open.includes(each.code)) ? 'incomplete' : 'invalid';
}

/**
 * tslab's converter brings a compiler of its own, TypeScript 5.0.4; it gets ours instead. Loading
 * it changes a setting of the compiler for the whole process, which is put back.
 */
function loadConverter(): Converter {
  const path = join(tslabDist(), 'converter.js');
  const theirs = createRequire(path).resolve('@tslab/typescript-for-tslab');
  const ours = require.resolve('typescript');
  require(ours);
  require.cache[theirs] = require.cache[ours];
  const { useCaseSensitiveFileNames } = ts.sys;
  try {
    return require(path) as Converter;
  } finally {
    ts.sys.useCaseSensitiveFileNames = useCaseSensitiveFileNames;
  }
}
