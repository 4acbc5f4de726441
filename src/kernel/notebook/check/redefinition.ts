import ts from 'typescript';
import { boundNames, namesOf } from '../../compiler/names.js';
import { placeOf, visitNodes, type CheckedCell } from './checked-cell.js';
import type { Finding } from './finding.js';

interface Definition {
  readonly name: string;
  /** Equal for definitions that make the name the same thing. */
  readonly meaning: string;
  readonly node: ts.Node;
}

/**
 * Names that a later cell defines again as something else: a cell between the two that is run again
 * sees the other thing.
 */
export function findRedefinitions(cells: readonly CheckedCell[]): Finding[] {
  const known = new Map<string, { readonly meaning: string; readonly cell: number }>();
  const findings: Finding[] = [];
  for (const cell of cells) {
    const isOverride = cell.tags.includes('injected-parameters');
    const own = new Map(definitions(cell.file).map((each) => [each.name, each]));
    for (const { name, meaning, node } of own.values()) {
      const before = known.get(name);
      known.set(name, { meaning, cell: cell.number });
      if (before === undefined || before.meaning === meaning || isOverride) continue;
      findings.push({
        rule: 'redefinition',
        level: 'info',
        message:
          `'${name}' is something else in cell ${before.cell}; ` +
          'what a cell between the two means by it depends on when it is run.',
        ...placeOf(cell, node),
      });
    }
  }
  return findings;
}

function definitions(file: ts.SourceFile): Definition[] {
  return file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((declaration) =>
        boundNames(declaration.name).map((node) => ({
          name: node.text,
          meaning: declaration.getText(file),
          node,
        })),
      );
    }
    if (ts.isImportDeclaration(statement)) return importedDefinitions(statement, file);
    return namesOf(statement).map(({ name }) => ({
      name,
      meaning: statement.getText(file),
      node: nameIn(statement, name),
    }));
  });
}

/** What an import makes of a name is told by where it comes from, not by what else is imported. */
function importedDefinitions(statement: ts.ImportDeclaration, file: ts.SourceFile): Definition[] {
  const from = statement.moduleSpecifier.getText(file).slice(1, -1);
  const bindings = statement.importClause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  return namesOf(statement).map(({ name }) => {
    const element = elements.find((each) => each.name.text === name);
    const imported = element === undefined ? '' : (element.propertyName ?? element.name).text;
    return { name, meaning: `${imported} from ${from}`, node: nameIn(statement, name) };
  });
}

function nameIn(statement: ts.Statement, name: string): ts.Node {
  const found: ts.Node[] = [];
  visitNodes(statement, (node) => {
    if (ts.isIdentifier(node) && node.text === name) found.push(node);
    return found.length === 0;
  });
  return found[0] ?? statement;
}
