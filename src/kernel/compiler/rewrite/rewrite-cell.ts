import ts from 'typescript';
import { isCellSpecifier } from '../files.js';
import { boundNames, isVar } from '../names.js';
import {
  awaits,
  draft,
  importBindings,
  member,
  remove,
  removeModifiers,
  rewriteIn,
  RUN,
  takeImport,
  type Draft,
  type Import,
} from './rewrite.js';

export interface RewrittenCell {
  readonly code: string;
  readonly shifts: readonly number[];
  readonly imports: readonly Import[];
  readonly async: boolean;
  /** The cells whose variables the code uses, as parameters named by `ownerName`. */
  readonly owners: readonly number[];
  /** For every value that the cell declares: how far the cell must have come for it to be there. */
  readonly reached: ReadonlyMap<string, number>;
}

export interface CellNames {
  /** The cell on whose object a name lives, for names of this and of earlier cells. */
  ownerOf(name: string): number | undefined;
  /** Whether the last expression is the cell's result. */
  readonly hasValue: boolean;
}

/** The parameter that holds the variables first declared by cell `count`. */
export function ownerName(count: number): string {
  return `$$${count}`;
}

/**
 * Turns the JavaScript of a cell into the body of a function in which every name of the top level
 * is a property of an object that all cells share: `let x = 1` becomes `$$3.x = 1`. So a closure
 * sees what a later cell assigns, names can be declared again, and what was declared before an
 * error stays.
 */
export function rewriteCell(code: string, names: CellNames): RewrittenCell {
  const cell = new CellRewriter(code, names);
  return cell.rewrite();
}

/** The rewriting of one cell; a class only because its steps share so much. */
class CellRewriter {
  private readonly draft: Draft;
  private readonly owners = new Set<number>();
  private readonly reached = new Map<string, number>();
  private readonly topLevel = new Set<ts.Symbol>();
  private marks = 0;

  constructor(
    code: string,
    private readonly names: CellNames,
  ) {
    this.draft = draft(code);
  }

  rewrite(): RewrittenCell {
    const { file } = this.draft.bound;
    for (const statement of file.statements) this.note(statement);
    const last = this.names.hasValue ? lastExpression(file.statements) : undefined;
    for (const statement of file.statements) this.statement(statement, last);
    this.draft.edits.open(0, this.draft.prologue.map((text) => `${text} `).join(''));
    const { text, shifts } = this.draft.edits.apply();
    return {
      code: text,
      shifts,
      imports: this.draft.imports,
      async: awaits(file),
      owners: [...this.owners].sort((a, b) => a - b),
      reached: this.reached,
    };
  }

  /** Notes what a statement declares, before any use of it is rewritten. */
  private note(statement: ts.Statement): void {
    const add = (identifier: ts.Identifier | undefined): void => {
      // Names that are not the notebook's belong to the compiler: they stay variables.
      if (identifier === undefined || this.names.ownerOf(identifier.text) === undefined) return;
      const symbol = this.draft.bound.symbolOf(identifier);
      if (symbol !== undefined) this.topLevel.add(symbol);
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

  private statement(statement: ts.Statement, last: ts.ExpressionStatement | undefined): void {
    if (ts.isImportDeclaration(statement)) this.importDeclaration(statement);
    else if (ts.isExportDeclaration(statement)) this.exportDeclaration(statement);
    else if (ts.isExportAssignment(statement)) this.exportDefault(statement);
    else if (ts.isFunctionDeclaration(statement)) this.functionDeclaration(statement);
    else if (ts.isClassDeclaration(statement)) this.classDeclaration(statement);
    else if (ts.isVariableStatement(statement) && this.areOurs(statement.declarationList)) {
      removeModifiers(this.draft, statement);
      this.variables(statement.declarationList, true);
      this.mark(statement);
    } else this.inside(statement, last);
  }

  private importDeclaration(statement: ts.ImportDeclaration): void {
    if (isCellSpecifier((statement.moduleSpecifier as ts.StringLiteral).text)) {
      remove(this.draft, statement);
      return;
    }
    const namespace = takeImport(this.draft, statement);
    for (const { identifier, value } of importBindings(statement, namespace)) {
      this.declare(identifier.text, value);
    }
  }

  private exportDeclaration(statement: ts.ExportDeclaration): void {
    const clause = statement.exportClause;
    if (statement.moduleSpecifier !== undefined) {
      const namespace = takeImport(this.draft, statement);
      if (clause !== undefined && ts.isNamespaceExport(clause)) {
        this.declare(clause.name.text, namespace);
      } else if (clause !== undefined) {
        for (const { name, propertyName } of clause.elements) {
          this.declare(name.text, member(namespace, (propertyName ?? name).text));
        }
      }
      return;
    }
    remove(this.draft, statement);
    if (clause === undefined || !ts.isNamedExports(clause)) return;
    for (const { name, propertyName } of clause.elements) {
      if (propertyName === undefined || name.text === 'default') continue;
      const target = this.place(name.text);
      const value = this.place(propertyName.text) ?? propertyName.text;
      if (target === undefined) continue;
      this.draft.edits.close(statement.end, `${target} = ${value};`);
      this.reached.set(name.text, this.marks);
    }
  }

  private exportDefault(statement: ts.ExportAssignment): void {
    const { bound, edits } = this.draft;
    const start = statement.getStart(bound.file);
    edits.replace(start, statement.expression.getStart(bound.file), `${RUN}.value = (`);
    edits.close(statement.expression.end, ')');
    this.inside(statement.expression);
  }

  private functionDeclaration(statement: ts.FunctionDeclaration): void {
    removeModifiers(this.draft, statement);
    if (statement.name !== undefined) this.declare(statement.name.text, statement.name.text);
    this.inside(statement);
  }

  private classDeclaration(statement: ts.ClassDeclaration): void {
    const { bound, edits } = this.draft;
    removeModifiers(this.draft, statement);
    const own = statement.name && bound.symbolOf(statement.name);
    this.mark(statement);
    if (statement.name !== undefined) {
      this.reached.set(statement.name.text, this.marks);
      const keyword = statement.getChildren(bound.file).find(isClassKeyword);
      edits.open(keyword?.getStart(bound.file) ?? 0, `${this.place(statement.name.text)} = `);
      edits.close(statement.end, ';');
    }
    // Inside itself a class goes by its own name: static blocks run before it is on the object.
    if (own !== undefined) this.topLevel.delete(own);
    this.inside(statement);
    if (own !== undefined) this.topLevel.add(own);
  }

  /** Turns the declarations of the top level into assignments. */
  private variables(list: ts.VariableDeclarationList, sets: boolean): void {
    const { bound, edits } = this.draft;
    const first = list.declarations[0];
    edits.replace(list.getStart(bound.file), first.getStart(bound.file), '(');
    edits.close(list.end, ')');
    for (const { name, initializer } of list.declarations) {
      this.pattern(name);
      for (const { text } of boundNames(name)) {
        this.reached.set(text, sets ? this.marks + 1 : 0);
      }
      if (initializer === undefined) {
        if (sets) edits.close(name.end, ' = void 0');
      } else {
        this.keepName(name, initializer);
        this.inside(initializer);
      }
    }
  }

  /** A function without a name takes that of its variable, as it would without us. */
  private keepName(name: ts.BindingName, initializer: ts.Expression): void {
    const anonymous =
      ts.isArrowFunction(initializer) ||
      ((ts.isFunctionExpression(initializer) || ts.isClassExpression(initializer)) &&
        initializer.name === undefined);
    if (!ts.isIdentifier(name) || !anonymous) return;
    const { bound, edits } = this.draft;
    edits.open(initializer.getStart(bound.file), `({ ${name.text}: `);
    edits.close(initializer.end, ` }).${name.text}`);
  }

  private pattern(name: ts.BindingName): void {
    const { bound, edits } = this.draft;
    if (ts.isIdentifier(name)) {
      edits.replace(name.getStart(bound.file), name.end, this.place(name.text) ?? name.text);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.propertyName !== undefined) this.inside(element.propertyName);
      else if (
        ts.isObjectBindingPattern(name) &&
        element.dotDotDotToken === undefined &&
        ts.isIdentifier(element.name)
      ) {
        edits.open(element.name.getStart(bound.file), `${element.name.text}: `);
      }
      this.pattern(element.name);
      if (element.initializer !== undefined) this.inside(element.initializer);
    }
  }

  private inside(root: ts.Node, last?: ts.ExpressionStatement): void {
    const { bound, edits } = this.draft;
    const takeOver = (node: ts.Node): boolean => {
      if (node === last) {
        edits.open(last.expression.getStart(bound.file), `${RUN}.value = (`);
        edits.close(last.expression.end, ')');
      }
      if (!ts.isVariableDeclarationList(node) || !isVar(node) || !this.areOurs(node)) return false;
      this.nestedVars(node);
      return true;
    };
    rewriteIn(this.draft, root, (identifier) => this.valueOf(identifier), takeOver);
  }

  /** A `var` in a block or loop, which belongs to the top level. */
  private nestedVars(list: ts.VariableDeclarationList): void {
    const { bound, edits } = this.draft;
    const { parent } = list;
    if (
      (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) &&
      parent.initializer === list
    ) {
      const [{ name }] = list.declarations;
      edits.replace(list.getStart(bound.file), name.getStart(bound.file), '');
      this.pattern(name);
    } else this.variables(list, false);
  }

  private areOurs(list: ts.VariableDeclarationList): boolean {
    const names = list.declarations.flatMap(({ name }) => boundNames(name));
    return names.some((identifier) => {
      const symbol = this.draft.bound.symbolOf(identifier);
      return symbol !== undefined && this.topLevel.has(symbol);
    });
  }

  private valueOf(identifier: ts.Identifier): string | undefined {
    const symbol = this.draft.bound.symbolOf(identifier);
    if (symbol !== undefined && !this.topLevel.has(symbol)) return undefined;
    return this.place(identifier.text);
  }

  /** Where a name of the notebook lives. */
  private place(name: string): string | undefined {
    const owner = this.names.ownerOf(name);
    if (owner === undefined) return undefined;
    this.owners.add(owner);
    return member(ownerName(owner), name);
  }

  /** Declares a name whose value is there from the start. */
  private declare(name: string, value: string): void {
    const place = this.place(name);
    if (place === undefined) return;
    this.draft.prologue.push(`${place} = ${value};`);
    this.reached.set(name, 0);
  }

  /** Lets the cell note that it came past this statement. */
  private mark(statement: ts.Statement): void {
    this.marks++;
    this.draft.edits.close(statement.end, ` ${RUN}.reached = ${this.marks};`);
  }
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
