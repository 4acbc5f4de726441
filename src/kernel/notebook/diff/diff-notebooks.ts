import { isDeepStrictEqual } from 'node:util';
import { diffArrays } from 'diff';
import { matchCells, type CellMatch } from '../match-cells.js';
import { isCodeCell, isRecord, type Cell, type Notebook } from '../notebook.js';
import { stripCellMetadata, stripNotebookMetadata, type Metadata } from '../strip.js';
import { diffLines } from './diff-lines.js';
import { diffOutputs, type OutputDiff } from './diff-outputs.js';

/** How one cell differs; a cell that is the same has none. */
export interface CellDiff {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved' | 'moved and changed';
  /** The cell's number in the first notebook, from 1; undefined if it was added. */
  readonly before: number | undefined;
  /** The cell's number in the second notebook; undefined if it was removed. */
  readonly after: number | undefined;
  /** The cell as it is in the second notebook, or was in the first if it was removed. */
  readonly cell: Cell;
  /** The source, as `diff -u` writes it. */
  readonly source: readonly string[];
  /** A line for each change of type or metadata. */
  readonly notes: readonly string[];
  readonly outputs: readonly OutputDiff[];
}

/** How two notebooks differ. */
export interface NotebookDiff {
  readonly same: boolean;
  /** A line for each change of the notebook's own metadata. */
  readonly notes: readonly string[];
  /** In the order of the second notebook, what was removed where it stood. */
  readonly cells: readonly CellDiff[];
}

/**
 * Compares two notebooks cell by cell.
 *
 * What `stripNotebook` calls traces of running does not count as a difference, but outputs do.
 */
export function diffNotebooks(a: Notebook, b: Notebook): NotebookDiff {
  const matches = matchCells(a.cells, b.cells);
  const moved = movedCells(matches);
  const cells: CellDiff[] = [];
  const matchedA = new Set(matches.map((match) => match.a));
  const byB = new Map(matches.map((match) => [match.b, match]));
  let next = 0;
  const passRemoved = (limit: number): void => {
    for (; next < limit; next++) {
      if (!matchedA.has(next)) cells.push(removed(a.cells[next], next));
    }
  };
  for (const [j, cell] of b.cells.entries()) {
    const match = byB.get(j);
    if (match === undefined) {
      cells.push(added(cell, j));
      continue;
    }
    if (!moved.has(match)) passRemoved(match.a);
    const diff = changed(a.cells[match.a], cell, match, moved.has(match));
    if (diff !== undefined) cells.push(diff);
  }
  passRemoved(a.cells.length);
  const notes = diffMetadata(stripNotebookMetadata(a.metadata), stripNotebookMetadata(b.metadata));
  return { same: cells.length === 0 && notes.length === 0, notes, cells };
}

/** The matches that break the order: all but a longest run that keeps it. */
function movedCells(matches: readonly CellMatch[]): Set<CellMatch> {
  const order = [...matches].sort((left, right) => left.a - right.a);
  const changes = diffArrays(order, [...matches]);
  return new Set(changes.filter((change) => change.added).flatMap((change) => change.value));
}

function added(cell: Cell, at: number): CellDiff {
  return {
    kind: 'added',
    before: undefined,
    after: at + 1,
    cell,
    source: diffLines('', cell.source),
    notes: diffMetadata({}, stripCellMetadata(cell.metadata)),
    outputs: isCodeCell(cell) ? diffOutputs([], cell.outputs) : [],
  };
}

function removed(cell: Cell, at: number): CellDiff {
  return {
    kind: 'removed',
    before: at + 1,
    after: undefined,
    cell,
    source: diffLines(cell.source, ''),
    notes: [],
    outputs: [],
  };
}

function changed(
  before: Cell,
  after: Cell,
  match: CellMatch,
  hasMoved: boolean,
): CellDiff | undefined {
  const source = diffLines(before.source, after.source);
  const notes = diffMetadata(stripCellMetadata(before.metadata), stripCellMetadata(after.metadata));
  if (before.cell_type !== after.cell_type) {
    notes.unshift(`type: ${before.cell_type} -> ${after.cell_type}`);
  }
  const outputs = diffOutputs(outputsOf(before), outputsOf(after));
  const differs = source.length + notes.length + outputs.length > 0;
  if (!differs && !hasMoved) return undefined;
  return {
    kind: !hasMoved ? 'changed' : differs ? 'moved and changed' : 'moved',
    before: match.a + 1,
    after: match.b + 1,
    cell: after,
    source,
    notes,
    outputs,
  };
}

function outputsOf(cell: Cell) {
  return isCodeCell(cell) ? cell.outputs : [];
}

/** A line for each value that differs, by its path. */
function diffMetadata(a: Metadata, b: Metadata, path = 'metadata'): string[] {
  return Object.keys({ ...a, ...b }).flatMap((key) => {
    const [before, after, name] = [a[key], b[key], `${path}.${key}`];
    if (isDeepStrictEqual(before, after)) return [];
    if (isRecord(before) && isRecord(after)) return diffMetadata(before, after, name);
    if (!(key in a)) return [`${name}: added ${JSON.stringify(after)}`];
    if (!(key in b)) return [`${name}: removed ${JSON.stringify(before)}`];
    return [`${name}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
  });
}
