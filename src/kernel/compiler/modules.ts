import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { ModuleUnit, ResolvedImport } from './compiled.js';
import type { Import, Rewritten } from './rewrite/rewrite.js';
import { besideOwnPackages, isOwnPackage } from './own-packages.js';
import { rewriteModule } from './rewrite/rewrite-module.js';

/** Finds and compiles the TypeScript modules that cells import. */
export interface ModuleCompiler {
  /** What an import written in `folder` leads to. */
  resolve(imported: Import, folder: string): ResolvedImport;
  /** Every TypeScript module behind these imports, compiled, each after those it imports. */
  graph(imports: readonly ResolvedImport[]): ModuleUnit[];
}

const typescript = new Set<string>([
  ts.Extension.Ts,
  ts.Extension.Tsx,
  ts.Extension.Mts,
  ts.Extension.Cts,
]);
const javascript = new Set<string>([
  ts.Extension.Js,
  ts.Extension.Mjs,
  ts.Extension.Cjs,
  ts.Extension.Jsx,
]);

interface Compiled {
  readonly stamp: string;
  readonly rewritten: Rewritten;
  readonly sourceMap: string;
  readonly hash: string;
}

export function moduleCompiler(options: ts.CompilerOptions): ModuleCompiler {
  const compiled = new Map<string, Compiled>();
  const compile = (path: string): Compiled => {
    const stamp = stampOf(path);
    const known = compiled.get(path);
    if (known?.stamp === stamp) return known;
    const text = readFileSync(path, 'utf8');
    const output = ts.transpileModule(text, {
      fileName: path,
      compilerOptions: options,
      reportDiagnostics: true,
    });
    refuseBroken(path, output.diagnostics ?? []);
    const fresh: Compiled = {
      stamp,
      rewritten: rewriteModule(withoutMapComment(output.outputText)),
      sourceMap: output.sourceMapText ?? '',
      hash: createHash('sha256').update(text).digest('hex'),
    };
    compiled.set(path, fresh);
    return fresh;
  };
  const graph = (imports: readonly ResolvedImport[]): ModuleUnit[] => {
    const seen = new Set<string>();
    const found = new Map<string, Omit<ModuleUnit, 'version'>>();
    const visit = (imported: ResolvedImport): void => {
      if (imported.kind !== 'unit' || seen.has(imported.path)) return;
      const { path } = imported;
      seen.add(path);
      const { rewritten, sourceMap } = compile(path);
      const folder = dirname(path);
      const resolved = rewritten.imports.map((each) => resolveImport(each, folder, options));
      resolved.forEach(visit);
      const { code, async, shifts } = rewritten;
      found.set(path, {
        path,
        file: path,
        folder,
        code,
        async,
        shifts,
        sourceMap,
        imports: resolved,
      });
    };
    imports.forEach(visit);
    const stateOf = (path: string): string => compiled.get(path)?.hash ?? stampOf(path);
    return [...found.values()].map((unit) => ({
      ...unit,
      version: versionOf(unit, found, stateOf),
    }));
  };
  return { resolve: (imported, folder) => resolveImport(imported, folder, options), graph };
}

/** Throws if the file cannot be parsed. */
function refuseBroken(path: string, found: readonly ts.Diagnostic[]): void {
  const first = found.find(({ file }) => file !== undefined);
  if (first?.file === undefined || first.start === undefined) return;
  const { line, character } = first.file.getLineAndCharacterOfPosition(first.start);
  const message = ts.flattenDiagnosticMessageText(first.messageText, '\n');
  const error = new SyntaxError(`${path}:${line + 1}:${character + 1} - ${message}`);
  error.stack = String(error); // where we found it helps nobody
  throw error;
}

/** Changes with the module and with any that it imports, directly or not, also in a circle. */
function versionOf(
  unit: Omit<ModuleUnit, 'version'>,
  units: ReadonlyMap<string, Omit<ModuleUnit, 'version'>>,
  stateOf: (path: string) => string,
): string {
  const paths = new Set([unit.path]);
  for (const path of paths) {
    for (const each of units.get(path)?.imports ?? []) if ('path' in each) paths.add(each.path);
  }
  const states = [...paths].sort().map((path) => `${path} ${stateOf(path)}`);
  return createHash('sha256').update(states.join('\n')).digest('hex');
}

function resolveImport(
  { specifier, type }: Import,
  folder: string,
  options: ts.CompilerOptions,
): ResolvedImport {
  if (isBuiltin(specifier)) return { kind: 'package', specifier };
  const from = `${folder}/notebook.ts`;
  const { resolvedModule: found } = ts.resolveModuleName(specifier, from, options, ts.sys);
  const path = found?.resolvedFileName;
  if (path === undefined) {
    const isFile = specifier.startsWith('.') || specifier.startsWith('/');
    if (isFile) return asFile(resolve(folder, specifier), type);
    return isOwnPackage(specifier)
      ? { kind: 'package', specifier, folder: dirname(besideOwnPackages()) }
      : { kind: 'package', specifier };
  }
  const extension: string = found?.extension ?? '';
  if (typescript.has(extension) && !/\.d\.[^/]*$/.test(path)) return { kind: 'unit', path };
  if (path.endsWith('.json')) return { kind: 'json', path };
  if (found?.isExternalLibraryImport === true) return { kind: 'package', specifier };
  return asFile(javascript.has(extension) ? path : scriptOf(path), type);
}

function asFile(path: string, type: string | undefined): ResolvedImport {
  if (type === 'json' || path.endsWith('.json')) return { kind: 'json', path };
  return { kind: 'script', path, version: stampOf(path) };
}

/** The JavaScript that a declaration file describes. */
function scriptOf(declarations: string): string {
  return declarations.replace(
    /\.d\.(c|m)?ts$/,
    (_, kind: string | undefined) => `.${kind ?? ''}js`,
  );
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.mtimeMs} ${found.size}`;
}

/** Without the last line, in which the compiler names its source map. */
export function withoutMapComment(code: string): string {
  return code.replace(/\/\/# sourceMappingURL=[^\n]*\s*$/, '');
}
