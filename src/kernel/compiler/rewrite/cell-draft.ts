import ts from 'typescript';
import { draft, member, RUN, type Draft } from './rewrite.js';

export interface CellNames {
  /** The cell on whose object a name lives, for names of this and of earlier cells. */
  ownerOf(name: string): number | undefined;
  /** Whether this cell declares it. */
  declares(name: string): boolean;
  /** Whether the last expression is the cell's result. */
  readonly hasValue: boolean;
}

/** A cell on its way to the body of a function. */
export interface CellDraft {
  readonly draft: Draft;
  readonly names: CellNames;
  readonly owners: Set<number>;
  readonly reached: Map<string, number>;
  /** What its top level declares or takes from other cells. */
  readonly topLevel: Set<ts.Symbol>;
  /** How many statements note that they were passed. */
  marks: number;
}

export function cellDraft(code: string, names: CellNames): CellDraft {
  const sets = { owners: new Set<number>(), topLevel: new Set<ts.Symbol>() };
  return { draft: draft(code), names, reached: new Map(), marks: 0, ...sets };
}

/** The parameter that holds the variables first declared by cell `count`. */
export function ownerName(count: number): string {
  return `$$${count}`;
}

export function valueOf(cell: CellDraft, identifier: ts.Identifier): string | undefined {
  const symbol = cell.draft.bound.symbolOf(identifier);
  if (symbol !== undefined && !cell.topLevel.has(symbol)) return undefined;
  return place(cell, identifier.text);
}

/** Where a name of the notebook lives. */
export function place(cell: CellDraft, name: string): string | undefined {
  const owner = cell.names.ownerOf(name);
  if (owner === undefined) return undefined;
  cell.owners.add(owner);
  return member(ownerName(owner), name);
}

/** Declares a name whose value is there from the start. */
export function declareFirst(cell: CellDraft, name: string, value: string): void {
  const target = place(cell, name);
  if (target === undefined) return;
  cell.draft.prologue.push(`${target} = ${value};`);
  cell.reached.set(name, 0);
}

/** Lets the cell note that it came past this statement. */
export function mark(cell: CellDraft, statement: ts.Statement): void {
  cell.marks++;
  cell.draft.edits.close(statement.end, ` ${RUN}.reached = ${cell.marks};`);
}
