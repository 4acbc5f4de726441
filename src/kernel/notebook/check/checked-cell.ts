import ts from 'typescript';
import { cellTags, isCodeCell, type CodeCell, type Notebook } from '../notebook.js';
import type { Finding } from './finding.js';

/** A code cell that a run from top to bottom executes. */
export interface CheckedCell {
  /** Its number among all cells, from 1. */
  readonly number: number;
  readonly cell: CodeCell;
  readonly tags: readonly string[];
  readonly file: ts.SourceFile;
}

/** The cells to check: those with code that are not tagged `skip-execution`. */
export function checkedCells(notebook: Notebook): CheckedCell[] {
  return notebook.cells.flatMap((cell, i) => {
    const tags = cellTags(cell);
    if (!isCodeCell(cell) || cell.source.trim() === '' || tags.includes('skip-execution')) {
      return [];
    }
    const file = ts.createSourceFile('cell.ts', cell.source, ts.ScriptTarget.Latest, true);
    return [{ number: i + 1, cell, tags, file }];
  });
}

/** Where a node stands, as a finding says it. */
export function placeOf(
  { number, file }: CheckedCell,
  node: ts.Node,
): Pick<Finding, 'cell' | 'line' | 'column' | 'frame'> {
  const start = node.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const text = file.text.split(/\r\n|[\n\r\u2028\u2029]/)[line];
  const length = Math.max(1, Math.min(node.end - start, text.length - character));
  const indent = text.slice(0, character).replace(/\S/g, ' ');
  return {
    cell: number,
    line: line + 1,
    column: character + 1,
    frame: `${text}\n${indent}${'~'.repeat(length)}`,
  };
}

/** Visits every node that `enter` does not turn away, parents first. */
export function visitNodes(root: ts.Node, enter: (node: ts.Node) => boolean): void {
  if (enter(root)) ts.forEachChild(root, (node) => visitNodes(node, enter));
}
