import ts from 'typescript';
import type { CellUnit, ModuleUnit, ResolvedImport } from './compiled.js';
import { problemsIn, type Problem } from './diagnostics.js';
import { cellFiles, type CellFiles } from './files.js';
import { moduleCompiler, withoutMapComment, type ModuleCompiler } from './modules.js';
import { declaredNames, meanings, namesOf, type DeclaredName, type Meaning } from './names.js';
import { optionsFor } from './options.js';
import { registry, type Registry } from './registry.js';
import { rewriteCell } from './rewrite/rewrite-cell.js';

/** The compiler's view of a notebook: it knows what every cell that ran has declared. */
export interface Session {
  readonly folder: string;
  /** Checks a cell and makes it ready to run; it declares nothing yet. */
  compile(code: string, count: number): Compilation;
  /** Notes that the cell ran, as far as its statement number `reached`; all of it if not given. */
  declare(cell: CompiledCell, reached?: number): void;
  /** Finds and compiles what `import(specifier)` in a file of `folder` asks for. */
  importFrom(specifier: string, folder: string): DynamicImport;
  /** Forgets every cell. */
  reset(): void;
  /** Reads the libraries, so that the first cell need not wait for them. */
  warmUp(): void;
  /** A cell that is being written as the language service sees it, all names in sight. */
  look(code: string): Look;
  /** What is wrong with the project's `tsconfig.json`, if it cannot be used. */
  readonly problem: string | undefined;
}

export interface Look {
  readonly service: ts.LanguageService;
  readonly file: string;
  /** Where the cell starts in that file. */
  readonly offset: number;
}

export type Compilation =
  | { readonly ok: true; readonly cell: CompiledCell }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface CompiledCell {
  readonly count: number;
  readonly unit: CellUnit;
  readonly names: readonly DeclaredName[];
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly reached: ReadonlyMap<string, number>;
}

export interface DynamicImport {
  readonly resolved: ResolvedImport;
  readonly modules: readonly ModuleUnit[];
}

interface State {
  readonly folder: string;
  readonly files: CellFiles;
  readonly service: ts.LanguageService;
  known: Registry;
  readonly modules: ModuleCompiler;
  /** The cells whose files are there, with the earlier cells that each refers to. */
  readonly present: Map<number, readonly number[]>;
  /** The cells that say something about the world, with `declare global`: they are kept. */
  readonly ambient: Set<number>;
}

export function newSession(folder: string): Session {
  const { options, problem } = optionsFor(folder);
  const files = cellFiles(folder, options);
  const service = ts.createLanguageService(files.host, ts.createDocumentRegistry(true, folder));
  const modules = moduleCompiler(options);
  const state: State = {
    folder,
    files,
    service,
    known: registry(),
    modules,
    present: new Map(),
    ambient: new Set(),
  };
  const scratch = files.name(0);
  files.put(scratch, 'export {};');
  return {
    folder,
    problem,
    compile: (code, count) => compile(state, code, count),
    declare: (cell, reached = Infinity) => {
      declareCell(state, cell, reached);
    },
    importFrom: (specifier, from) => {
      const resolved = modules.resolve({ specifier, type: undefined }, from);
      return { resolved, modules: modules.graph([resolved]) };
    },
    reset: () => {
      for (const count of state.present.keys()) files.remove(files.name(count));
      state.present.clear();
      state.ambient.clear();
      state.known = registry();
    },
    warmUp: () => void service.getSemanticDiagnostics(scratch),
    look: (code) => {
      const own = new Set(declaredNames(parse(scratch, code)).map(({ name }) => name));
      const others = [...state.known.names()].filter((name) => !own.has(name));
      // In front, for code that is not finished may have a bracket open.
      const header = `${state.known.header(others)}\nexport {};\n`;
      files.put(scratch, header + code);
      return { service, file: scratch, offset: header.length };
    },
  };
}

function parse(name: string, code: string): ts.SourceFile {
  return ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true);
}

function compile(state: State, code: string, count: number): Compilation {
  const { files, service, known } = state;
  const file = files.name(count);
  const source = parse(file, code);
  const names = declaredNames(source);
  const own = new Set(names.map(({ name }) => name));
  const meant = meanings(source);
  const used = [...identifiersOf(source)].filter(
    (name) => !own.has(name) || known.adds(name, meant.get(name)),
  );
  files.put(file, `${code}\n${known.header(used)}\n${exportsOf(source, own)}`);
  const problems = problemsIn(service, state.folder, file, code);
  if (problems.length > 0) {
    files.remove(file);
    return { ok: false, problems };
  }
  const earlier = used.map((name) => known.get(name)?.cell).filter((cell) => cell !== undefined);
  state.present.set(count, [...new Set(earlier)]);
  if (source.statements.some(isAugmentation)) state.ambient.add(count);
  const isResult = hasValue(source);
  const { outputFiles } = service.getEmitOutput(file);
  const text = (ending: string): string =>
    outputFiles.find(({ name }) => name.endsWith(ending))?.text ?? '';
  const rewritten = rewriteCell(withoutMapComment(text('.js')), {
    ownerOf: (name) => known.get(name)?.owner ?? (own.has(name) ? count : undefined),
    declares: (name) => own.has(name),
    hasValue: isResult,
  });
  const { code: body, shifts, async, owners, reached } = rewritten;
  const imports = rewritten.imports.map((each) => state.modules.resolve(each, state.folder));
  const unit: CellUnit = {
    file: `cell[${count}]`,
    folder: state.folder,
    code: body,
    async,
    imports,
    shifts,
    sourceMap: text('.js.map'),
    owners,
    // A semicolon at the end says that the result is not worth showing.
    showsValue: isResult && lastStatement(source)?.getText(source).endsWith(';') === false,
    modules: state.modules.graph(imports),
  };
  return { ok: true, cell: { count, unit, names, meanings: meant, reached } };
}

function declareCell(state: State, cell: CompiledCell, reached: number): void {
  const { known, present, ambient, files } = state;
  known.declare(
    cell.count,
    cell.names.filter(({ name }) => (cell.reached.get(name) ?? 0) <= reached),
    cell.meanings,
  );
  const needed = new Set([...known.cells(), ...ambient]);
  for (const count of needed) for (const each of present.get(count) ?? []) needed.add(each);
  for (const count of present.keys()) {
    if (needed.has(count)) continue;
    files.remove(files.name(count));
    present.delete(count);
  }
}

/** `declare global` and `declare module 'name'`. */
function isAugmentation(statement: ts.Statement): boolean {
  if (!ts.isModuleDeclaration(statement)) return false;
  return ts.isStringLiteral(statement.name) || statement.name.text === 'global';
}

/** Every word in the code that could be the name of a variable or type. */
function identifiersOf(source: ts.SourceFile): Set<string> {
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return words;
}

/** Exports what the cell does not export itself, so that later cells can import it. */
function exportsOf(source: ts.SourceFile, own: ReadonlySet<string>): string {
  const exported = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause !== undefined && ts.isNamedExports(clause)) {
        for (const { name } of clause.elements) exported.add(name.text);
      } else if (clause !== undefined) exported.add(clause.name.text);
    } else if (ts.canHaveModifiers(statement)) {
      const modifiers = ts.getModifiers(statement) ?? [];
      const has = (kind: ts.SyntaxKind): boolean => modifiers.some((each) => each.kind === kind);
      if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) continue;
      for (const { name } of namesOf(statement)) exported.add(name);
    }
  }
  return `export { ${[...own].filter((name) => !exported.has(name)).join(', ')} };`;
}

/** Whether a cell has a result: its last expression, but not an assignment. */
function hasValue(source: ts.SourceFile): boolean {
  const last = lastStatement(source);
  if (last === undefined) return false;
  if (ts.isExportAssignment(last)) return true;
  if (!ts.isExpressionStatement(last)) return false;
  const { expression } = last;
  if (ts.isVoidExpression(expression)) return false;
  if (!ts.isBinaryExpression(expression)) return true;
  const { kind } = expression.operatorToken;
  return kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment;
}

function lastStatement(source: ts.SourceFile): ts.Statement | undefined {
  return source.statements.findLast((statement) => !ts.isEmptyStatement(statement));
}
