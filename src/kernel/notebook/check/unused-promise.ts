import ts from 'typescript';
import type { Session } from '../../compiler/session.js';
import { placeOf, visitNodes, type CheckedCell } from './checked-cell.js';
import type { Finding } from './finding.js';

/**
 * Promises that nobody awaits, outside functions. The value of the last expression is left alone:
 * the kernel awaits it.
 */
export function findUnusedPromises(session: Session, cell: CheckedCell): Finding[] {
  const statements = promising(cell.file);
  if (statements.length === 0) return [];
  const { service, file, offset } = session.look(cell.cell.source);
  const program = service.getProgram();
  const seen = program?.getSourceFile(file);
  if (program === undefined || seen === undefined) return [];
  const checker = program.getTypeChecker();
  const starts = new Set(statements.map((statement) => offset + statement.getStart(cell.file)));
  const floating = new Set<number>();
  visitNodes(seen, (node) => {
    if (ts.isExpressionStatement(node) && starts.has(node.getStart(seen))) {
      const type = checker.getTypeAtLocation(node.expression);
      // `show` and the like return a promise for some values only, and then their caller knows.
      const parts = type.isUnion() ? type.types : [type];
      const isPromise = parts.every((part) => checker.getAwaitedType(part) !== part);
      if (isPromise) floating.add(node.getStart(seen) - offset);
    }
    return true;
  });
  return statements
    .filter((statement) => floating.has(statement.getStart(cell.file)))
    .map((statement) => ({
      rule: 'unused-promise',
      level: 'warning',
      message:
        'Nothing awaits this promise, so the cell ends before the work does, and an error in it ' +
        'shows up elsewhere; write `await` in front, or `void` if that is meant.',
      ...placeOf(cell, statement.expression),
    }));
}

/** Statements outside functions that might leave a promise behind. */
function promising(file: ts.SourceFile): ts.ExpressionStatement[] {
  const last = file.statements.at(-1);
  const found: ts.ExpressionStatement[] = [];
  visitNodes(file, (node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (!ts.isExpressionStatement(node)) return true;
    const { expression } = node;
    const isValue =
      ts.isCallExpression(expression) ||
      ts.isNewExpression(expression) ||
      ts.isIdentifier(expression) ||
      ts.isPropertyAccessExpression(expression);
    if (isValue && node !== last && !handlesErrors(expression)) found.push(node);
    return true;
  });
  return found;
}

/** `promise.catch(f)` and `promise.then(f, g)` say what to do with an error. */
function handlesErrors(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression)) return false;
  const { expression: callee, arguments: given } = expression;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const { text } = callee.name;
  return (text === 'catch' && given.length > 0) || (text === 'then' && given.length > 1);
}
