import ts from 'typescript';
import { boundNames, isVar } from '../names.js';
import { place, valueOf, type CellDraft } from './cell-draft.js';
import { rewriteIn, RUN } from './rewrite.js';

const naming = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** Turns the declarations of the top level into assignments. */
export function variables(cell: CellDraft, list: ts.VariableDeclarationList, sets: boolean): void {
  const { bound, edits } = cell.draft;
  const first = list.declarations[0];
  edits.replace(list.getStart(bound.file), first.getStart(bound.file), '(');
  edits.close(list.end, ')');
  for (const { name, initializer } of list.declarations) {
    const isNew = boundNames(name).every(({ text }) => !cell.reached.has(text));
    pattern(cell, name);
    for (const { text } of boundNames(name)) {
      cell.reached.set(text, sets ? cell.marks + 1 : 0);
    }
    if (initializer === undefined) {
      if (sets && isNew) edits.close(name.end, ' = void 0');
    } else {
      keepName(cell, name, initializer);
      inside(cell, initializer);
    }
  }
}

export function areOurs(cell: CellDraft, list: ts.VariableDeclarationList): boolean {
  const names = list.declarations.flatMap(({ name }) => boundNames(name));
  return names.some((identifier) => {
    const symbol = cell.draft.bound.symbolOf(identifier);
    return symbol !== undefined && cell.topLevel.has(symbol);
  });
}

/** Rewrites whatever declares nothing; `last` is the expression that is the result of the cell. */
export function inside(cell: CellDraft, root: ts.Node, last?: ts.ExpressionStatement): void {
  const { bound, edits } = cell.draft;
  const takeOver = (node: ts.Node): boolean => {
    if (node === last) {
      edits.open(last.expression.getStart(bound.file), `${RUN}.value = (`);
      edits.close(last.expression.end, ')');
    }
    if (isAssignment(node) && ts.isIdentifier(node.left) && valueOf(cell, node.left)) {
      keepName(cell, node.left, node.right);
    }
    if (!ts.isVariableDeclarationList(node) || !isVar(node) || !areOurs(cell, node)) return false;
    nestedVars(cell, node);
    return true;
  };
  rewriteIn(cell.draft, root, (identifier) => valueOf(cell, identifier), takeOver);
}

/** A `var` in a block or loop, which belongs to the top level. */
function nestedVars(cell: CellDraft, list: ts.VariableDeclarationList): void {
  const { bound, edits } = cell.draft;
  const { parent } = list;
  if ((ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === list) {
    const [{ name }] = list.declarations;
    edits.replace(list.getStart(bound.file), name.getStart(bound.file), '');
    pattern(cell, name);
  } else variables(cell, list, false);
}

function pattern(cell: CellDraft, name: ts.BindingName): void {
  const { bound, edits } = cell.draft;
  if (ts.isIdentifier(name)) {
    edits.replace(name.getStart(bound.file), name.end, place(cell, name.text) ?? name.text);
    return;
  }
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    if (element.propertyName !== undefined) inside(cell, element.propertyName);
    else if (
      ts.isObjectBindingPattern(name) &&
      element.dotDotDotToken === undefined &&
      ts.isIdentifier(element.name)
    ) {
      edits.open(element.name.getStart(bound.file), `${element.name.text}: `);
    }
    pattern(cell, element.name);
    if (element.initializer !== undefined) {
      keepName(cell, element.name, element.initializer);
      inside(cell, element.initializer);
    }
  }
}

/** A function without a name takes that of its variable, as it would without us. */
function keepName(
  cell: CellDraft,
  name: ts.BindingName | ts.Expression,
  initializer: ts.Expression,
): void {
  const value = withoutParentheses(initializer);
  const anonymous =
    ts.isArrowFunction(value) ||
    ((ts.isFunctionExpression(value) || ts.isClassExpression(value)) && value.name === undefined);
  if (!ts.isIdentifier(name) || !anonymous) return;
  const { bound, edits } = cell.draft;
  edits.open(initializer.getStart(bound.file), `({ ${name.text}: `);
  edits.close(initializer.end, ` }).${name.text}`);
}

/** `=`, `??=`, `||=` or `&&=`, which give a function its name. */
function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && naming.has(node.operatorToken.kind);
}

function withoutParentheses(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression)
    ? withoutParentheses(expression.expression)
    : expression;
}
