import { relative } from 'node:path';
import ts from 'typescript';

/** An error that the compiler found in a cell, or in a module that it imports. */
export interface Problem {
  readonly code: number;
  readonly message: string;
  /** Where, if not in the cell: a path from the notebook's folder. */
  readonly file: string | undefined;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The line, with marks below the place. */
  readonly frame: string;
}

/** What is wrong with a cell, or with the TypeScript files that it imports, if it is right itself. */
export function problemsIn(
  service: ts.LanguageService,
  folder: string,
  file: string,
  code: string,
): Problem[] {
  const found = service.getSyntacticDiagnostics(file);
  const syntactic = found.length > 0 ? found : unfinished(service, file, code);
  if (syntactic.length > 0) {
    return syntactic.map((each) => problemOf(each, folder, code.length));
  }
  const located = (each: ts.Diagnostic): each is ts.DiagnosticWithLocation =>
    each.file !== undefined &&
    each.category === ts.DiagnosticCategory.Error &&
    each.code !== UNTYPED_PACKAGE;
  const own = service
    .getSemanticDiagnostics(file)
    .filter(located)
    .filter(({ start }) => start < code.length)
    .map((each) => problemOf(each, folder, code.length));
  const imported = importedFiles(service, file, code);
  // What is broken exports nothing: that explains why the cell is wrong.
  const broken = imported
    .flatMap((each) => service.getSyntacticDiagnostics(each))
    .map((each) => problemOf(each, folder, undefined));
  if (broken.length > 0 || own.length > 0) return [...broken, ...own];
  return imported
    .flatMap((each) => service.getSemanticDiagnostics(each))
    .filter(located)
    .map((each) => problemOf(each, folder, undefined));
}

/** A package without types: whoever runs a notebook can do nothing about it. */
const UNTYPED_PACKAGE = 7016;

/** What is missing at the end of code whose last statement, like `if (x)`, runs on into our text. */
function unfinished(
  service: ts.LanguageService,
  file: string,
  code: string,
): readonly ts.DiagnosticWithLocation[] {
  const statements = service.getProgram()?.getSourceFile(file)?.statements ?? [];
  if (!statements.some(({ pos, end }) => pos < code.length && end > code.length)) return [];
  const { diagnostics = [] } = ts.transpileModule(code, {
    fileName: file,
    reportDiagnostics: true,
  });
  return diagnostics.filter((each): each is ts.DiagnosticWithLocation => each.file !== undefined);
}

/** The TypeScript files that the cell imports by a relative path. */
function importedFiles(service: ts.LanguageService, file: string, code: string): string[] {
  const program = service.getProgram();
  const checker = program?.getTypeChecker();
  const specifiers = program?.getSourceFile(file)?.statements.filter(ts.isImportDeclaration) ?? [];
  return specifiers
    .filter(({ pos }) => pos < code.length)
    .map(({ moduleSpecifier }) => moduleSpecifier)
    .filter((each) => ts.isStringLiteral(each) && each.text.startsWith('.'))
    .map((each) => checker?.getSymbolAtLocation(each)?.valueDeclaration?.getSourceFile().fileName)
    .filter((name) => name !== undefined)
    .filter((name) => /\.[cm]?tsx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name));
}

/** Puts an error of `file` in words; text after `limit` is not the author's. */
function problemOf(
  diagnostic: ts.DiagnosticWithLocation,
  folder: string,
  limit: number | undefined,
): Problem {
  const { file, code } = diagnostic;
  const text = file.text.slice(0, limit);
  const start = Math.min(diagnostic.start, text.length);
  const before = text.slice(0, start).split('\n');
  const column = before[before.length - 1].length + 1;
  const line = text.split(/\r?\n/)[before.length - 1];
  const length = Math.max(1, Math.min(diagnostic.length, line.length - column + 1));
  return {
    code,
    message: readable(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
    file: limit === undefined ? relative(folder, file.fileName) : undefined,
    line: before.length,
    column,
    frame: `${line}\n${line.slice(0, column - 1).replace(/\S/g, ' ')}${'~'.repeat(length)}`,
  };
}

/** A line of code beyond this is not shown. */
const longestLine = 500;

/** The lines of a traceback that show the problem. */
export function tracebackOf(cell: string, problem: Problem): string[] {
  const place = `${problem.file ?? cell}:${problem.line}:${problem.column}`;
  const lines = problem.frame.split('\n').map((line) => `    ${line}`);
  const frame = lines.every(({ length }) => length < longestLine) ? lines : [];
  return [`${place} - error TS${problem.code}: ${problem.message}`, ...frame];
}

/** Cells are files with long names to the compiler, and variables of other cells are imports. */
export function readable(message: string): string {
  return message
    .replace(/import\("[^"]*(cell\[\d+\])(?:\.ts)?"\)\./g, '')
    .replace(
      /^Cannot assign to '(.+)' because it is an import\.$/,
      "Cannot assign to '$1' because it is not a variable: only `let` and `var` can change.",
    );
}
