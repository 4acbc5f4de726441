import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { UserError } from '../../errors.js';

/** A variable that a notebook's cell tagged `parameters` declares. */
export interface Parameter {
  readonly name: string;
  readonly keyword: 'const' | 'let' | 'var';
  /** As it is written, or else as it follows from the default; undefined if that says nothing. */
  readonly type: string | undefined;
  /** The type with a name resolved one step, to say what is allowed. */
  readonly allowed: string;
  /** The expression that gives its value; undefined if there is none. */
  readonly initial: string | undefined;
}

/** Whether the value of an expression may be given to a parameter. */
export interface Question {
  readonly name: string;
  readonly expression: string;
}

export interface ParametersCell {
  readonly parameters: readonly Parameter[];
  /** For each question, what speaks against it; undefined if nothing does. */
  readonly objections: readonly (string | undefined)[];
}

const formatFlags: ts.TypeFormatFlags =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.InTypeAlias |
  ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;

/** What TypeScript says of a variable such as `const xs = []`, which can hold anything. */
const implicitAny = [7005, 7034];

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  lib: ['lib.esnext.d.ts'],
  types: [],
};

/**
 * Reads the parameters of the cell with this source, as TypeScript understands it, and answers
 * questions about values. Names of other cells are unknown here and fit everything.
 */
export function readParametersCell(
  source: string,
  notebook: string,
  questions: readonly Question[] = [],
): ParametersCell {
  checkSyntax(source, notebook);
  const parsed = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
  const { text, ranges } = withQuestions(widened(parsed), questions);
  const program = compile(text, cellPath(notebook));
  const file = program.getSourceFile(cellPath(notebook))!;
  const checker = program.getTypeChecker();
  const diagnostics = program
    .getSemanticDiagnostics(file)
    .filter(({ code }) => !implicitAny.includes(code));
  return {
    parameters: declarations(file).map((declaration, i) =>
      parameterOf(declaration, declarations(parsed)[i], checker),
    ),
    objections: ranges.map(({ start, end }) => {
      const found = diagnostics.find((each) => each.start! >= start && each.start! < end);
      return found === undefined ? undefined : message(found);
    }),
  };
}

function checkSyntax(source: string, notebook: string): void {
  const { diagnostics = [] } = ts.transpileModule(source, {
    compilerOptions,
    reportDiagnostics: true,
  });
  if (diagnostics.length === 0) return;
  const line = source.slice(0, diagnostics[0].start).split('\n').length;
  throw new UserError(
    `The cell of ${notebook} that is tagged parameters is not TypeScript: ` +
      `${message(diagnostics[0])} (line ${line})`,
  );
}

/** A file that need not exist, where the imports of the cell are resolved from. */
function cellPath(notebook: string): string {
  return join(dirname(resolve(notebook)), '.parameters-cell.ts').replaceAll('\\', '/');
}

type Declaration = ts.VariableDeclaration & { readonly name: ts.Identifier };

/** The variables that a file declares by name at its top level. */
function declarations(file: ts.SourceFile): Declaration[] {
  return file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter((each): each is Declaration => ts.isIdentifier(each.name));
}

/** The source with `let` for `const`: the type of a parameter is not that of its default alone. */
function widened(file: ts.SourceFile): string {
  let text = file.text;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const start = statement.declarationList.getStart(file);
    if (text.startsWith('const', start)) {
      text = `${text.slice(0, start)}let  ${text.slice(start + 'const'.length)}`;
    }
  }
  return text;
}

/** In a function, a variable has its declared type, not what its first value makes of it. */
function withQuestions(
  source: string,
  questions: readonly Question[],
): { text: string; ranges: { start: number; end: number }[] } {
  let text = `${source}\nexport {};\nfunction questions() {\n`;
  const ranges = questions.map(({ name, expression }, i) => {
    const start = text.length;
    text += `const question${i}: typeof ${name} = ${expression};\n`;
    return { start, end: text.length };
  });
  return { text: `${text}}\n`, ranges };
}

function compile(text: string, path: string): ts.Program {
  const host = ts.createCompilerHost(compilerOptions);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options) =>
    name === path ? ts.createSourceFile(name, text, options, true) : onDisk(name, options);
  return ts.createProgram([path], compilerOptions, host);
}

function parameterOf(
  declaration: Declaration,
  written: Declaration,
  checker: ts.TypeChecker,
): Parameter {
  const type = checker.getTypeAtLocation(declaration.name);
  const inferred = checker.typeToString(type, declaration, formatFlags);
  const unknown = (type.flags & ts.TypeFlags.Any) !== 0;
  return {
    name: written.name.text,
    keyword: keywordOf(written.parent as ts.VariableDeclarationList),
    type: written.type?.getText() ?? (unknown ? undefined : inferred),
    allowed: unknown ? (written.type?.getText() ?? 'any') : inferred,
    initial: written.initializer?.getText(),
  };
}

function keywordOf({ flags }: ts.VariableDeclarationList): Parameter['keyword'] {
  if ((flags & ts.NodeFlags.Const) !== 0) return 'const';
  return (flags & ts.NodeFlags.Let) !== 0 ? 'let' : 'var';
}

function message({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
}
