import ts from 'typescript';

/** How a name of a cell can be used by later cells. */
export interface DeclaredName {
  readonly name: string;
  /** `let` or `var`: later cells may assign to it. */
  readonly mutable: boolean;
}

/** The names that the top level of a file declares: values, types, imports; also a `var` in a block. */
export function declaredNames(file: ts.SourceFile): DeclaredName[] {
  const found = new Map<string, DeclaredName>();
  const add = (name: string, mutable = false): void => void found.set(name, { name, mutable });
  for (const statement of file.statements) {
    for (const each of namesOf(statement)) add(each.name, each.mutable);
    for (const name of nestedVars(statement)) add(name, true);
  }
  return [...found.values()];
}

/** The names that a statement of the top level binds itself. */
export function namesOf(statement: ts.Statement): DeclaredName[] {
  const constant = (name: string): DeclaredName => ({ name, mutable: false });
  if (ts.isVariableStatement(statement)) {
    const { declarationList: list } = statement;
    const mutable = (list.flags & ts.NodeFlags.Const) === 0 && !isUsing(list);
    return list.declarations
      .flatMap(({ name }) => boundNames(name))
      .map(({ text }) => ({ name: text, mutable }));
  }
  if (ts.isImportDeclaration(statement)) return importedNames(statement).map(constant);
  if (ts.isExportDeclaration(statement)) {
    const { exportClause: clause } = statement;
    if (clause === undefined) return [];
    if (ts.isNamespaceExport(clause)) return usable(clause.name).map(constant);
    const isLocal = statement.moduleSpecifier === undefined;
    return clause.elements
      .filter(({ propertyName }) => !isLocal || propertyName !== undefined)
      .flatMap(({ name }) => usable(name))
      .map(constant);
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [constant(statement.name.text)];
  }
  if (ts.isModuleDeclaration(statement)) {
    const isPlain =
      ts.isIdentifier(statement.name) && (statement.flags & ts.NodeFlags.GlobalAugmentation) === 0;
    return isPlain ? [constant(statement.name.text)] : [];
  }
  return [];
}

/** Whether a name stands for a value, a type, or for both or what only the compiler can tell. */
export type Meaning = 'value' | 'type' | 'both';

/** What the names of the top level stand for in a file. */
export function meanings(file: ts.SourceFile): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  for (const statement of file.statements) {
    for (const { name } of namesOf(statement)) {
      const meaning = meaningOf(statement);
      const before = found.get(name) ?? meaning;
      found.set(name, before === meaning ? meaning : 'both');
    }
  }
  return found;
}

function meaningOf(statement: ts.Statement): Meaning {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return 'type';
  return ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)
    ? 'value'
    : 'both';
}

/** The names that an import brings into the file. */
export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  if (importClause === undefined) return [];
  const names = importClause.name === undefined ? [] : [importClause.name.text];
  const bindings = importClause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, bindings.name.text];
  return [...names, ...bindings.elements.map(({ name }) => name.text)];
}

/** The identifiers that a pattern binds. */
export function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

/** The names of `var`s inside blocks and loops of a statement: they belong to the top level too. */
function nestedVars(statement: ts.Statement): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && isVar(node)) {
      names.push(...node.declarations.flatMap(({ name }) => boundNames(name)).map((id) => id.text));
    }
    ts.forEachChild(node, visit);
  };
  if (!ts.isVariableStatement(statement) && !ts.isModuleDeclaration(statement)) visit(statement);
  return names;
}

export function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** `using` and `await using`. */
function isUsing({ flags }: ts.VariableDeclarationList): boolean {
  const using: number = ts.NodeFlags.Using;
  return (flags & using) === using;
}

/** An export can have a name that no variable can: `default`, or any text. */
function usable(name: ts.ModuleExportName): string[] {
  const keyword = ts.identifierToKeywordKind(name as ts.Identifier);
  const isReserved = keyword !== undefined && keyword <= ts.SyntaxKind.LastReservedWord;
  return ts.isStringLiteral(name) || isReserved ? [] : [name.text];
}
