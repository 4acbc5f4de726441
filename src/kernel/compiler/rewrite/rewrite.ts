import ts from 'typescript';
import { edits, type Edits } from './edits.js';
import { bind, isReference, isShorthand, type Bound } from './scope.js';

/** An import to load before the code runs. */
export interface Import {
  readonly specifier: string;
  /** The `type` in `with { type: 'json' }`. */
  readonly type: string | undefined;
}

/** JavaScript that our loader can run. */
export interface Rewritten {
  /** The body of a function. */
  readonly code: string;
  /** Where columns went; see `Edited`. */
  readonly shifts: readonly number[];
  readonly imports: readonly Import[];
  readonly async: boolean;
}

/** The parameter through which code reaches what runs it. */
export const RUN = '$$run';

/** The constant that holds the namespace of the import with this number. */
export function namespaceName(index: number): string {
  return `$$m${index}`;
}

/** JavaScript on its way to code that our loader can run as the body of a function. */
export interface Draft {
  readonly bound: Bound;
  readonly edits: Edits;
  readonly imports: Import[];
  /** Statements to run first. */
  readonly prologue: string[];
}

export function draft(code: string): Draft {
  const changes = edits(code);
  if (code.startsWith('#!')) changes.replace(0, 2, '//'); // how to start a script
  return { bound: bind(code), edits: changes, imports: [], prologue: [] };
}

/** Notes an import or re-export and removes its statement; returns the name of the namespace. */
export function takeImport(
  draft: Draft,
  statement: ts.ImportDeclaration | ts.ExportDeclaration,
): string {
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
  const type = statement.attributes?.elements.find(({ name }) => name.text === 'type')?.value;
  const index = draft.imports.length;
  draft.imports.push({ specifier, type: type && ts.isStringLiteral(type) ? type.text : undefined });
  draft.prologue.push(`const ${namespaceName(index)} = ${RUN}.modules[${index}];`);
  remove(draft, statement);
  return namespaceName(index);
}

/** What each name of an import stands for, given the name of its namespace. */
export function importBindings(
  statement: ts.ImportDeclaration,
  namespace: string,
): { readonly identifier: ts.Identifier; readonly value: string }[] {
  const clause = statement.importClause;
  if (clause === undefined) return [];
  const bindings =
    clause.name === undefined ? [] : [{ identifier: clause.name, value: `${namespace}.default` }];
  const named = clause.namedBindings;
  if (named === undefined) return bindings;
  if (ts.isNamespaceImport(named))
    return [...bindings, { identifier: named.name, value: namespace }];
  const rest = named.elements.map(({ name, propertyName }) => ({
    identifier: name,
    value: member(namespace, (propertyName ?? name).text),
  }));
  return [...bindings, ...rest];
}

/** `object.name`, for any name. */
export function member(object: string, name: string): string {
  return /^[\w$]+$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

export function remove({ bound, edits }: Draft, node: ts.Node): void {
  edits.replace(node.getStart(bound.file), node.end, '');
}

/** Removes `export` and `default` before a declaration. */
export function removeModifiers({ bound, edits }: Draft, node: ts.Node): void {
  if (!ts.canHaveModifiers(node)) return;
  for (const modifier of ts.getModifiers(node) ?? []) {
    const { kind } = modifier;
    if (kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword) continue;
    edits.replace(modifier.getStart(bound.file), modifier.end, '');
  }
}

/** Turns `export default …` into an expression, whose function or class is called `default`. */
export function takeDefault(
  { bound, edits }: Draft,
  statement: ts.Statement,
  target: string,
): void {
  const start = statement.getStart(bound.file);
  const [from, to] = ts.isExportAssignment(statement)
    ? [statement.expression.getStart(bound.file), statement.expression.end]
    : [start + /^export\s+default/.exec(bound.file.text.slice(start))![0].length, statement.end];
  edits.replace(start, from, `${target} = ({ default: `);
  edits.close(to, ' }).default;');
}

/** `export default` before a function or class without a name. */
export function isNamelessDefault(statement: ts.Statement): boolean {
  return (
    (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
    statement.name === undefined
  );
}

/**
 * Goes through a statement: names become what `valueOf` says, `import()` and `import.meta` ours,
 * and an `await` throws when the cell has been interrupted meanwhile.
 */
export function rewriteIn(
  draft: Draft,
  root: ts.Node,
  valueOf: (identifier: ts.Identifier) => string | undefined,
  takeOver: (node: ts.Node) => boolean = () => false,
): void {
  const { bound, edits } = draft;
  const visit = (node: ts.Node): void => {
    if (takeOver(node)) return;
    if (ts.isIdentifier(node)) {
      if (!isReference(node)) return;
      const value = valueOf(node);
      if (value !== undefined) replaceName(draft, node, value);
      return;
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      edits.replace(node.getStart(bound.file), node.end, `${RUN}.meta`);
      return;
    }
    if (ts.isAwaitExpression(node)) {
      edits.open(node.getStart(bound.file), `${RUN}.resumed(${RUN}.here(), `);
      edits.close(node.end, ')');
    } else if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
      edits.open(node.expression.getStart(bound.file), `${RUN}.each(`);
      edits.close(node.expression.end, ')');
    } else if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
      edits.replace(node.getStart(bound.file), node.end, `${RUN}.import`);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
}

function replaceName({ bound, edits }: Draft, node: ts.Identifier, value: string): void {
  const { parent } = node;
  const isCalled =
    (ts.isCallExpression(parent) && parent.expression === node) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === node);
  const start = node.getStart(bound.file);
  if (isShorthand(node)) {
    edits.replace(start, node.end, `${node.text}: ${value}`);
  } else if (isCalled && value !== node.text) {
    edits.replaceCallee(start, node.end, `(0, ${value})`); // called without a `this`
  } else edits.replace(start, node.end, value);
}

/** Whether the top level awaits something. */
export function awaits(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isAwaitExpression(node)) return true;
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
    if (ts.isClassStaticBlockDeclaration(node)) return false;
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) {
      return node.name !== undefined && ts.isComputedPropertyName(node.name) && visit(node.name);
    }
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}
