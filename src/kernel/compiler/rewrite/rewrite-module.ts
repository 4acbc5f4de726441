import ts from 'typescript';
import {
  awaits,
  draft,
  importBindings,
  isNamelessDefault,
  member,
  remove,
  removeModifiers,
  rewriteIn,
  RUN,
  takeDefault,
  takeImport,
  type Draft,
  type Rewritten,
} from './rewrite.js';
import { boundNames } from '../names.js';

const DEFAULT = '$$default';

/**
 * Turns the JavaScript of a module into the body of a function: imports become constants that hold
 * namespaces, and exports a call of `$$run.exports` with a getter each, so that both stay live.
 */
export function rewriteModule(code: string): Rewritten {
  const module = draft(code);
  const values = new Map<ts.Symbol, string>();
  const exported: string[] = [];
  const { file } = module.bound;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) takeBindings(module, statement, values);
  }
  const valueOf = (identifier: ts.Identifier): string | undefined => {
    const symbol = module.bound.symbolOf(identifier);
    return symbol && values.get(symbol);
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    if (ts.isExportDeclaration(statement)) {
      exported.push(...takeExports(module, statement, values));
      continue;
    }
    exported.push(...exportedBy(statement));
    if (ts.isExportAssignment(statement) || isNamelessDefault(statement)) {
      takeDefault(module, statement, `const ${DEFAULT}`);
    } else removeModifiers(module, statement);
    rewriteIn(module, statement, valueOf);
  }
  const head = [`${RUN}.exports({ ${exported.join(', ')} });`, ...module.prologue];
  module.edits.begin(head.map((text) => `${text} `).join(''));
  const { text, shifts } = module.edits.apply();
  return { code: text, shifts, imports: module.imports, async: awaits(file) };
}

function takeBindings(
  module: Draft,
  statement: ts.ImportDeclaration,
  values: Map<ts.Symbol, string>,
): void {
  const namespace = takeImport(module, statement);
  for (const { identifier, value } of importBindings(statement, namespace)) {
    const symbol = module.bound.symbolOf(identifier);
    if (symbol !== undefined) values.set(symbol, value);
  }
}

/** Removes an export list; returns the getters of what it exports. */
function takeExports(
  module: Draft,
  statement: ts.ExportDeclaration,
  values: ReadonlyMap<ts.Symbol, string>,
): string[] {
  const clause = statement.exportClause;
  if (statement.moduleSpecifier !== undefined) {
    const namespace = takeImport(module, statement);
    if (clause === undefined) {
      module.prologue.push(`${RUN}.exportAll(${namespace});`);
      return [];
    }
    if (ts.isNamespaceExport(clause)) return [getter(clause.name.text, namespace)];
    return clause.elements.map(({ name, propertyName }) =>
      getter(name.text, member(namespace, (propertyName ?? name).text)),
    );
  }
  remove(module, statement);
  if (clause === undefined || !ts.isNamedExports(clause)) return [];
  return clause.elements.map(({ name, propertyName }) => {
    const local = propertyName ?? name;
    const imported = [...values].find(([symbol]) => symbol.name === local.text)?.[1];
    return getter(name.text, imported ?? local.text);
  });
}

/** The getters of what a declaration exports itself. */
function exportedBy(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) return [getter('default', DEFAULT)];
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((each) => each.kind === kind);
  if (!has(ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations
      .flatMap(({ name }) => boundNames(name))
      .map(({ text }) => getter(text, text));
  }
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
  const local = statement.name?.text ?? DEFAULT;
  return [getter(has(ts.SyntaxKind.DefaultKeyword) ? 'default' : local, local)];
}

function getter(name: string, value: string): string {
  return `[${JSON.stringify(name)}]: () => ${value}`; // in brackets also `__proto__` is a name
}
