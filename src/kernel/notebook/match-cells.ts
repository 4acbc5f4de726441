import { diffArrays } from 'diff';
import type { Cell } from './notebook.js';

/** Cell `a` of one notebook is cell `b` of another, by position from 0. */
export interface CellMatch {
  readonly a: number;
  readonly b: number;
}

/** How much of their text two cells must share to be taken for one cell that was edited. */
const LIKENESS = 0.5;

/**
 * Finds the cells that two notebooks share, in the order of the second.
 *
 * Cells with the same id are the same cell. Of the rest, those with the same text are paired first,
 * keeping the order; then, between two pairs, cells of a kind that share half of their words.
 */
export function matchCells(a: readonly Cell[], b: readonly Cell[]): CellMatch[] {
  const matches = [...matchIds(a, b)];
  const free = (cells: readonly Cell[], side: 'a' | 'b'): number[] => {
    const taken = new Set(matches.map((match) => match[side]));
    return [...cells.keys()].filter((i) => !taken.has(i));
  };
  matches.push(...matchTexts(a, b, free(a, 'a'), free(b, 'b')));
  matches.push(...matchEdited(a, b, free(a, 'a'), free(b, 'b'), matches));
  return matches.sort((left, right) => left.b - right.b);
}

/** The id of a cell, if it has one. */
export function cellId(cell: Cell): string | undefined {
  return typeof cell.id === 'string' ? cell.id : undefined;
}

function* matchIds(a: readonly Cell[], b: readonly Cell[]): Generator<CellMatch> {
  const places = new Map(a.map((cell, i) => [cellId(cell), i]));
  for (const [j, cell] of b.entries()) {
    const id = cellId(cell);
    const i = id === undefined ? undefined : places.get(id);
    if (i === undefined) continue;
    places.delete(id);
    yield { a: i, b: j };
  }
}

function matchTexts(
  a: readonly Cell[],
  b: readonly Cell[],
  freeA: readonly number[],
  freeB: readonly number[],
): CellMatch[] {
  const key = (cell: Cell): string => `${cell.cell_type} ${cell.source}`;
  const changes = diffArrays(
    freeA.map((i) => key(a[i])),
    freeB.map((j) => key(b[j])),
  );
  const matches: CellMatch[] = [];
  let [i, j] = [0, 0];
  for (const { added, removed, count } of changes) {
    if (!added && !removed) {
      for (let k = 0; k < count; k++) matches.push({ a: freeA[i + k], b: freeB[j + k] });
    }
    if (!added) i += count;
    if (!removed) j += count;
  }
  return matches;
}

function matchEdited(
  a: readonly Cell[],
  b: readonly Cell[],
  freeA: readonly number[],
  freeB: readonly number[],
  known: readonly CellMatch[],
): CellMatch[] {
  const byA = [...known].sort((left, right) => left.a - right.a);
  const gap = (i: number): number => byA.findLast((match) => match.a < i)?.b ?? -1;
  const matches: CellMatch[] = [];
  const waiting = new Set(freeA);
  for (const j of freeB) {
    const before = known.reduce((last, { b }) => (b < j && b > last ? b : last), -1);
    for (const i of waiting) {
      if (gap(i) !== before || a[i].cell_type !== b[j].cell_type) continue;
      if (likeness(a[i].source, b[j].source) < LIKENESS) continue;
      matches.push({ a: i, b: j });
      waiting.delete(i);
      break;
    }
  }
  return matches;
}

/** The share of words and signs that two texts have in common, in order: 1 for equal texts. */
function likeness(a: string, b: string): number {
  const [left, right] = [words(a), words(b)];
  if (left.length + right.length === 0) return 1;
  const common = diffArrays(left, right)
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { count }) => sum + count, 0);
  return (2 * common) / (left.length + right.length);
}

function words(text: string): string[] {
  return text.match(/\w+|[^\w\s]/g) ?? [];
}
