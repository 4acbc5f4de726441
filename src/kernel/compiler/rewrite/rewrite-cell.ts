import ts from 'typescript';
import { isCellSpecifier } from '../files.js';
import { boundNames, isVar } from '../names.js';
import {
  cellDraft,
  declareFirst,
  mark,
  place,
  type CellDraft,
  type CellNames,
} from './cell-draft.js';
import { areOurs, inside, variables } from './cell-variables.js';
import {
  awaits,
  importBindings,
  isNamelessDefault,
  member,
  remove,
  removeModifiers,
  RUN,
  takeDefault,
  takeImport,
  type Rewritten,
} from './rewrite.js';

export interface RewrittenCell extends Rewritten {
  /** The cells whose variables the code uses, as parameters named by `ownerName`. */
  readonly owners: readonly number[];
  /** For every value that the cell declares: how far the cell must have come for it to be there. */
  readonly reached: ReadonlyMap<string, number>;
}

/**
 * Turns the JavaScript of a cell into the body of a function in which every name of the top level
 * is a property of an object that all cells share: `let x = 1` becomes `$$3.x = 1`. So a closure
 * sees what a later cell assigns, names can be declared again, and what was declared before an
 * error stays.
 */
export function rewriteCell(code: string, names: CellNames): RewrittenCell {
  const cell = cellDraft(code, names);
  const { file } = cell.draft.bound;
  for (const statement of file.statements) note(cell, statement);
  const last = names.hasValue ? lastExpression(file.statements) : undefined;
  for (const statement of file.statements) rewriteStatement(cell, statement, last);
  cell.draft.edits.begin(cell.draft.prologue.map((text) => `${text} `).join(''));
  const { text, shifts } = cell.draft.edits.apply();
  return {
    code: text,
    shifts,
    imports: cell.draft.imports,
    async: awaits(file),
    owners: [...cell.owners].sort((a, b) => a - b),
    reached: cell.reached,
  };
}

/** Notes what a statement declares, before any use of it is rewritten. */
function note(cell: CellDraft, statement: ts.Statement): void {
  const isOfCell = ts.isImportDeclaration(statement) && importsFromCell(statement);
  const add = (identifier: ts.Identifier | undefined): void => {
    // Names that no author has declared are the compiler's: they stay variables.
    if (identifier === undefined || !(isOfCell || cell.names.declares(identifier.text))) return;
    const symbol = cell.draft.bound.symbolOf(identifier);
    if (symbol !== undefined) cell.topLevel.add(symbol);
  };
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    add(statement.name);
    return;
  }
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) boundNames(name).forEach(add);
    return;
  }
  if (ts.isImportDeclaration(statement)) {
    for (const { identifier } of importBindings(statement, '')) add(identifier);
    return;
  }
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && isVar(node)) {
      for (const { name } of node.declarations) {
        boundNames(name).forEach(add);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
}

function rewriteStatement(
  cell: CellDraft,
  statement: ts.Statement,
  last: ts.ExpressionStatement | undefined,
): void {
  if (ts.isImportDeclaration(statement)) importDeclaration(cell, statement);
  else if (ts.isExportDeclaration(statement)) exportDeclaration(cell, statement);
  else if (ts.isExportAssignment(statement) || isNamelessDefault(statement)) {
    takeDefault(cell.draft, statement, `${RUN}.value`);
    inside(cell, statement);
  } else if (ts.isFunctionDeclaration(statement)) functionDeclaration(cell, statement);
  else if (ts.isClassDeclaration(statement)) classDeclaration(cell, statement);
  else if (ts.isVariableStatement(statement) && areOurs(cell, statement.declarationList)) {
    removeModifiers(cell.draft, statement);
    variables(cell, statement.declarationList, true);
    mark(cell, statement);
  } else inside(cell, statement, last);
}

function importDeclaration(cell: CellDraft, statement: ts.ImportDeclaration): void {
  if (importsFromCell(statement)) {
    remove(cell.draft, statement);
    return;
  }
  const namespace = takeImport(cell.draft, statement);
  for (const { identifier, value } of importBindings(statement, namespace)) {
    declareFirst(cell, identifier.text, value);
  }
}

function exportDeclaration(cell: CellDraft, statement: ts.ExportDeclaration): void {
  const clause = statement.exportClause;
  if (statement.moduleSpecifier !== undefined) {
    const namespace = takeImport(cell.draft, statement);
    if (clause !== undefined && ts.isNamespaceExport(clause)) {
      declareFirst(cell, clause.name.text, namespace);
    } else if (clause !== undefined) {
      for (const { name, propertyName } of clause.elements) {
        declareFirst(cell, name.text, member(namespace, (propertyName ?? name).text));
      }
    }
    return;
  }
  remove(cell.draft, statement);
  if (clause === undefined || !ts.isNamedExports(clause)) return;
  for (const { name, propertyName } of clause.elements) {
    if (propertyName === undefined || name.text === 'default') continue;
    const target = place(cell, name.text);
    const value = place(cell, propertyName.text) ?? propertyName.text;
    if (target === undefined) continue;
    cell.draft.edits.close(statement.end, `${target} = ${value};`);
    cell.reached.set(name.text, cell.marks);
  }
}

function functionDeclaration(cell: CellDraft, statement: ts.FunctionDeclaration): void {
  removeModifiers(cell.draft, statement);
  if (statement.name !== undefined) declareFirst(cell, statement.name.text, statement.name.text);
  inside(cell, statement);
}

function classDeclaration(cell: CellDraft, statement: ts.ClassDeclaration): void {
  const { bound, edits } = cell.draft;
  removeModifiers(cell.draft, statement);
  const own = statement.name && bound.symbolOf(statement.name);
  mark(cell, statement);
  if (statement.name !== undefined) {
    cell.reached.set(statement.name.text, cell.marks);
    const keyword = statement.getChildren(bound.file).find(isClassKeyword);
    edits.open(keyword?.getStart(bound.file) ?? 0, `${place(cell, statement.name.text)} = `);
    edits.close(statement.end, ';');
  }
  // Inside itself a class goes by its own name: static blocks run before it is on the object.
  if (own !== undefined) cell.topLevel.delete(own);
  inside(cell, statement);
  if (own !== undefined) cell.topLevel.add(own);
}

function importsFromCell({ moduleSpecifier }: ts.ImportDeclaration): boolean {
  return ts.isStringLiteral(moduleSpecifier) && isCellSpecifier(moduleSpecifier.text);
}

function isClassKeyword(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ClassKeyword;
}

/** The last statement if it is an expression; `using` puts the statements of a cell into a `try`. */
function lastExpression(statements: readonly ts.Statement[]): ts.ExpressionStatement | undefined {
  const last = statements.findLast(
    (statement) => !ts.isExportDeclaration(statement) && !ts.isImportDeclaration(statement),
  );
  if (last === undefined) return undefined;
  if (ts.isExpressionStatement(last)) return last;
  return ts.isTryStatement(last) ? lastExpression(last.tryBlock.statements) : undefined;
}
