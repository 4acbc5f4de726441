import { cellId } from '../match-cells.js';
import type { CellDiff, NotebookDiff } from './diff-notebooks.js';

export interface RenderOptions {
  /** Whether to colour the lines for a terminal. */
  readonly color?: boolean;
  /** Whether to show the text of outputs, and not only that it differs. */
  readonly outputs?: boolean;
}

const colors = { title: 1, added: 32, removed: 31, place: 36 };

/** The differences as lines to print; none if the notebooks are the same. */
export function renderDiff(
  diff: NotebookDiff,
  [nameA, nameB]: readonly [string, string],
  { color = false, outputs = false }: RenderOptions = {},
): string[] {
  if (diff.same) return [];
  const paint = (line: string, style: keyof typeof colors): string =>
    color ? `\u001b[${colors[style]}m${line}\u001b[0m` : line;
  const paintLine = (line: string): string => {
    if (line.startsWith('+')) return paint(line, 'added');
    if (line.startsWith('-')) return paint(line, 'removed');
    return line.startsWith('@@') ? paint(line, 'place') : line;
  };
  const cells = diff.cells.flatMap((each) => [
    '',
    paint(title(each), 'title'),
    ...each.source.map(paintLine),
    ...each.notes.map((note) => `  ${note}`),
    ...each.outputs.flatMap(({ summary, lines }) => [
      `  output ${summary}`,
      ...(outputs ? lines.map((line) => `    ${paintLine(line)}`) : []),
    ]),
  ]);
  const names = [paint(`--- ${nameA}`, 'title'), paint(`+++ ${nameB}`, 'title')];
  return [...names, ...diff.notes.map((note) => `  ${note}`), ...cells];
}

function title({ kind, before, after, cell }: CellDiff): string {
  const number =
    before === undefined || after === undefined || before === after
      ? `cell ${after ?? before ?? ''}`
      : `cell ${before} -> ${after}`;
  const id = cellId(cell);
  return `${number} ${kind} (${cell.cell_type}${id === undefined ? '' : `, id ${id}`})`;
}
