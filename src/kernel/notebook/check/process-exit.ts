import ts from 'typescript';
import { placeOf, visitNodes, type CheckedCell } from './checked-cell.js';
import type { Finding } from './finding.js';

const ending = ['exit', 'abort', 'reallyExit'];

/** Calls that end the process: a notebook has nothing to exit from but its kernel. */
export function findProcessExits(cells: readonly CheckedCell[]): Finding[] {
  const imported = new Set(cells.flatMap(({ file }) => importedEndings(file)));
  return cells.flatMap((cell) => {
    const findings: Finding[] = [];
    visitNodes(cell.file, (node) => {
      if (ts.isCallExpression(node) && endsProcess(node.expression, imported)) {
        findings.push({
          rule: 'process-exit',
          level: 'warning',
          message:
            `${node.expression.getText(cell.file)}() would end the kernel and lose all variables; ` +
            'throw an error to stop the notebook here.',
          ...placeOf(cell, node),
        });
      }
      return true;
    });
    return findings;
  });
}

function endsProcess(callee: ts.Expression, imported: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(callee)) return imported.has(callee.text);
  return (
    ts.isPropertyAccessExpression(callee) &&
    ending.includes(callee.name.text) &&
    /^(?:globalThis\.)?process$/.test(callee.expression.getText())
  );
}

/** The names by which a cell imports these functions from `node:process`. */
function importedEndings(file: ts.SourceFile): string[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const bindings = statement.importClause?.namedBindings;
    const from = statement.moduleSpecifier.getText(file).slice(1, -1);
    if (!/^(?:node:)?process$/.test(from) || !bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements
      .filter(({ name, propertyName }) => ending.includes((propertyName ?? name).text))
      .map(({ name }) => name.text);
  });
}
