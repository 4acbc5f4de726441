import { join } from 'node:path';
import ts from 'typescript';

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

export function cellFiles(folder: string, options: ts.CompilerOptions): CellFiles {
  const ambientFile = join(folder, 'notebook-globals.d.ts');
  const cells = new Map<string, { readonly version: number; readonly text: string }>();
  cells.set(ambientFile, { version: 0, text: ambient });
  let written = 0;
  const read = (file: string): string | undefined => cells.get(file)?.text ?? ts.sys.readFile(file);
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [...cells.keys()],
    getScriptVersion: (file) => {
      const cell = cells.get(file);
      if (cell !== undefined) return String(cell.version);
      return String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0);
    },
    getScriptSnapshot: (file) => {
      const text = read(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
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
    put: (file, text) => cells.set(file, { version: ++written, text }),
    remove: (file) => void cells.delete(file),
  };
}
