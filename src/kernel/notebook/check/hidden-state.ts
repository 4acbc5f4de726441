import type { CheckedCell } from './checked-cell.js';
import type { Finding } from './finding.js';

/**
 * Signs that the outputs kept in a notebook do not come from one run from top to bottom: execution
 * counts that go back or leave numbers out, and cells that were not run between others that were.
 *
 * A notebook that was never run, or stripped, shows none.
 */
export function findHiddenState(cells: readonly CheckedCell[]): Finding[] {
  const last = cells.findLastIndex(({ cell }) => cell.execution_count !== null);
  let before: { readonly number: number; readonly count: number } | undefined;
  return cells.flatMap(({ number, cell }, i): Finding[] => {
    const count = cell.execution_count;
    if (count === null) {
      if (cell.outputs.length > 0) {
        return [at(number, 'it has outputs but no execution count: nobody can tell when it ran')];
      }
      return i < last ? [at(number, 'it was not run, but cells below it were')] : [];
    }
    const previous = before ?? { number: 0, count: 0 };
    before = { number, count };
    if (count <= previous.count) {
      return [
        at(
          number,
          `it ran as [${count}], before cell ${previous.number} above it ${ran(previous.count)}`,
        ),
      ];
    }
    if (count === previous.count + 1) return [];
    const others = count - previous.count - 1;
    return [
      at(
        number,
        `it ran as [${count}], after ${others} ${others === 1 ? 'run' : 'runs'} of cells that ` +
          'were changed, removed or run again since',
      ),
    ];
  });
}

function ran(count: number): string {
  return `that ran as [${count}]`;
}

function at(cell: number, sign: string): Finding {
  return {
    rule: 'hidden-state',
    level: 'warning',
    message: `${sign}; run all cells in a fresh kernel.`,
    cell,
    line: 1,
    column: 1,
    frame: undefined,
  };
}
