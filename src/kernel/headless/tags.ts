import { UserError } from '../../errors.js';
import { cellTags, isCodeCell, type CodeCell, type Notebook } from '../notebook/notebook.js';

/** Why a runner leaves a cell alone. */
export type SkipReason = 'empty' | 'skip-execution' | 'slow';

/** Why the cell is not to be run, if it is not. */
export function skipReason(cell: CodeCell, slow: boolean): SkipReason | undefined {
  const tags = cellTags(cell);
  if (cell.source.trim() === '') return 'empty';
  if (tags.includes('skip-execution')) return 'skip-execution';
  return tags.includes('slow') && !slow ? 'slow' : undefined;
}

/** The seconds that a tag such as `timeout=30` gives the cell; undefined without such a tag. */
export function cellTimeout(cell: CodeCell): number | undefined {
  const tag = timeoutTag(cell);
  return tag === undefined ? undefined : secondsOf(tag);
}

/** Throws a `UserError` if a cell has a timeout that is no number of seconds. */
export function checkTags(notebook: Notebook, path: string): void {
  for (const [i, cell] of notebook.cells.entries()) {
    const tag = isCodeCell(cell) ? timeoutTag(cell) : undefined;
    if (tag !== undefined && !(secondsOf(tag) > 0)) {
      throw new UserError(
        `Cell ${i + 1} of ${path} is tagged ${tag}; expected seconds, such as timeout=30.`,
      );
    }
  }
}

const timeoutTag = (cell: CodeCell): string | undefined =>
  cellTags(cell).find((tag) => tag.startsWith('timeout='));

const secondsOf = (tag: string): number => Number(tag.slice('timeout='.length) || 'none');
