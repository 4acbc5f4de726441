import type { CellResult, NotebookResult, NotebooksResult } from '../../kernel/index.js';

/** What to say about a cell that has run: `  a.ipynb, cell 3: ok, 0.2 s (train(net))`. */
export function cellLine({ number, status, seconds, firstLine }: CellResult, path: string): string {
  const time = status === 'skipped' ? '' : `, ${seconds.toFixed(1)} s`;
  return `  ${path}, cell ${number}: ${status}${time} (${firstLine})`;
}

/** What to say about a notebook that has run: one line, then what went wrong and what to know. */
export function notebookLines(result: NotebookResult): string[] {
  const { status, path, message, cells, seconds, written } = result;
  const ran = cells.filter((cell) => cell.skipped === undefined).length;
  const target = written === undefined ? '' : `, written to ${written}`;
  const head = `${status.padEnd(6)} ${path} (${count(ran, 'cell')}, ${seconds.toFixed(1)} s${target})`;
  const slow = cells.filter((cell) => cell.skipped === 'slow');
  const lost = cells.filter((cell) => cell.outputLost && cell.status !== 'failed');
  return [
    head,
    ...(message === undefined ? [] : [message]),
    ...note(slow, 'skipped as slow (--slow runs them); cells after may miss their names'),
    ...note(lost, 'the kernel lost part of the output'),
  ];
}

/** What to say in the end; nothing when one notebook says it all. */
export function lastLines({ results, notRun, exitCode }: NotebooksResult): string[] {
  const notebooks = results.length + notRun.length;
  const counts = (['ok', 'failed', 'no-kernel', 'stopped'] as const).flatMap((status) => {
    const n = results.filter((result) => result.status === status).length;
    return n === 0 ? [] : [`${n} ${status}`];
  });
  if (notRun.length > 0) counts.push(`${notRun.length} not run`);
  const summary = notebooks > 1 ? [`${notebooks} notebooks: ${counts.join(', ')}`] : [];
  const stopped = 'Stopped. No kernel is left, and no notebook is half written.';
  return exitCode === 130 ? [...summary, stopped] : summary;
}

function note(cells: readonly CellResult[], what: string): string[] {
  if (cells.length === 0) return [];
  const numbers = cells.map(({ number }) => number).join(', ');
  return [`       cell${cells.length === 1 ? '' : 's'} ${numbers}: ${what}`];
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
