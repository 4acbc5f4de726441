import ts from 'typescript';

/** JavaScript, and what its names mean. */
export interface Bound {
  readonly file: ts.SourceFile;
  /** What declares the identifier; undefined if nothing in this text does. */
  symbolOf(identifier: ts.Identifier): ts.Symbol | undefined;
}

const options: ts.CompilerOptions = {
  noLib: true,
  noResolve: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
};

/** Parses JavaScript that the compiler has emitted, and finds which name means what. */
export function bind(code: string): Bound {
  const name = 'unit.ts'; // as .js, the checker would look for CommonJS
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.ESNext, true);
  const host: ts.CompilerHost = {
    getSourceFile: (asked) => (asked === name ? file : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (asked) => asked,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (asked) => asked === name,
    readFile: () => undefined,
  };
  const checker = ts.createProgram([name], options, host).getTypeChecker();
  return {
    file,
    symbolOf: (identifier) =>
      isShorthand(identifier)
        ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
        : checker.getSymbolAtLocation(identifier),
  };
}

/** Whether the identifier is the `x` of `{ x }`, or of `({ x = y } = …)`. */
export function isShorthand(
  identifier: ts.Identifier,
): identifier is ts.Identifier & { readonly parent: ts.ShorthandPropertyAssignment } {
  const { parent } = identifier;
  return ts.isShorthandPropertyAssignment(parent) && parent.name === identifier;
}

/** Whether the identifier stands for a value, and is not the name of a property, a label or the like. */
export function isReference(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== identifier;
  if (ts.isPropertyAssignment(parent)) return parent.name !== identifier;
  if (ts.isBindingElement(parent)) return parent.initializer === identifier;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return parent.initializer === identifier;
  }
  if (ts.isPropertyDeclaration(parent)) return parent.initializer === identifier;
  if (ts.isBreakOrContinueStatement(parent) || ts.isLabeledStatement(parent)) return false;
  if (ts.isFunctionLike(parent)) return ts.isArrowFunction(parent) && parent.body === identifier;
  if (ts.isClassLike(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isImportClause(parent) || ts.isImportSpecifier(parent)) return false;
  if (ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent)) return false;
  return !ts.isExportSpecifier(parent);
}
