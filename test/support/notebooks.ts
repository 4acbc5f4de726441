import { readFileSync, writeFileSync } from 'node:fs';

interface CellText {
  readonly source: string;
  readonly tags?: readonly string[];
  readonly type?: 'code' | 'markdown';
}

/** The text of a notebook with these cells; a string is a code cell without tags. */
export function notebookOf(
  cells: readonly (string | CellText)[],
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  const full = cells.map((cell) => (typeof cell === 'string' ? { source: cell } : cell));
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: full.map(({ source, tags = [], type = 'code' }) => ({
      cell_type: type,
      metadata: { tags },
      source,
      ...(type === 'code' ? { execution_count: null, outputs: [] } : {}),
    })),
  });
}

export function saveNotebook(
  path: string,
  cells: readonly (string | CellText)[],
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  writeFileSync(path, notebookOf(cells, metadata));
  return path;
}

/** Whether a process runs; one that has ended but was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
