import { join } from 'node:path';
import ts from 'typescript';
import { besideOwnPackages, isOwnPackage } from './own-packages.js';

/** Cells as files that only the compiler sees, in the notebook's folder so that imports start there. */
export interface CellFiles {
  readonly host: ts.LanguageServiceHost;
  /** The name of the file of cell `count`, as it appears in messages. */
  name(count: number): string;
  put(file: string, text: string): void;
  remove(file: string): void;
}

/** The specifier by which one cell imports from another. */
export function cellSpecifier(count: number): string {
  return `./cell[${count}]`;
}

const cellImport = /^\.\/cell\[\d+\]$/;

/** Whether an import leads to a cell, not to a real file. */
export function isCellSpecifier(specifier: string): boolean {
  return cellImport.test(specifier);
}

/** What every cell can use without importing it. */
const ambient = `
/** Asks whoever runs this cell for a line of text. */
declare function input(prompt?: string, options?: { password?: boolean }): Promise<string>;
/** Aborts when the running cell is interrupted: hand it to what can be stopped. */
declare var interrupted: AbortSignal;
`;

/** A file's content, with a name for its state. */
interface Text {
  readonly version: string;
  readonly text: string;
  readonly snapshot: ts.IScriptSnapshot;
}

function textOf(version: string, text: string): Text {
  return { version, text, snapshot: ts.ScriptSnapshot.fromString(text) };
}

/** Reads files, again when they have changed; those of packages are taken not to change. */
function filesOnDisk(): (file: string) => Text | undefined {
  const known = new Map<string, Text>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined && isLibrary(file)) return before;
    const version = String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0);
    if (before?.version === version) return before;
    const text = ts.sys.readFile(file);
    if (text === undefined) known.delete(file);
    else known.set(file, textOf(version, text));
    return known.get(file);
  };
}

function isLibrary(file: string): boolean {
  return file.includes('/node_modules/');
}

export function cellFiles(folder: string, options: ts.CompilerOptions): CellFiles {
  const ambientFile = join(folder, 'notebook-globals.d.ts');
  const cells = new Map<string, Text>();
  cells.set(ambientFile, textOf('0', ambient));
  let written = 0;
  const read = (file: string): string | undefined => cells.get(file)?.text ?? ts.sys.readFile(file);
  const disk = filesOnDisk();
  const find = (file: string): Text | undefined => cells.get(file) ?? disk(file);
  const resolved = ts.createModuleResolutionCache(folder, (file) => file, options);
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [...cells.keys()],
    getScriptVersion: (file) => find(file)?.version ?? '',
    getScriptSnapshot: (file) => find(file)?.snapshot,
    resolveModuleNameLiterals: (names, from, redirected, given) =>
      names.map(({ text }) => {
        const cache = isLibrary(from) ? resolved : undefined;
        const found = ts.resolveModuleName(text, from, given, host, cache, redirected);
        return found.resolvedModule === undefined && isOwnPackage(text)
          ? ts.resolveModuleName(text, besideOwnPackages(), given, host)
          : found;
      }),
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (file) => cells.has(file) || ts.sys.fileExists(file),
    readFile: read,
    readDirectory: (...given) => ts.sys.readDirectory(...given),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    realpath: (path) => (cells.has(path) ? path : (ts.sys.realpath?.(path) ?? path)),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
  return {
    host,
    name: (count) => join(folder, `cell[${count}].ts`),
    put: (file, text) => cells.set(file, textOf(String(++written), text)),
    remove: (file) => void cells.delete(file),
  };
}
