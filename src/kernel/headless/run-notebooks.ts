import { resolve } from 'node:path';
import { UserError } from '../../errors.js';
import { outputPaths } from './output-paths.js';
import {
  prepareNotebook,
  runPrepared,
  type NotebookResult,
  type PreparedNotebook,
  type RunOptions,
} from './run-notebook.js';

export interface RunNotebooksOptions extends RunOptions {
  /** A file ending with `.ipynb` for one notebook, or a folder for copies under their own names. */
  readonly output?: string;
  /** Writes the new outputs into the notebooks themselves, where they succeed. */
  readonly inPlace?: boolean;
  /** How many notebooks run at a time; 1 if not given. */
  readonly jobs?: number;
  /** Hears of every notebook that begins, and how many cells it has. */
  readonly onStart?: (path: string, cells: number) => void;
  /** Hears of every notebook as it ends. */
  readonly onNotebook?: (result: NotebookResult) => void;
}

/** What became of several notebooks, and the exit status that says so. */
export interface NotebooksResult {
  /** In the order of the paths. */
  readonly results: readonly NotebookResult[];
  /** Those that had not begun when the run was stopped. */
  readonly notRun: readonly string[];
  /** 0: all succeeded; 1: a notebook failed; 2: a kernel did not start; 130: stopped. */
  readonly exitCode: 0 | 1 | 2 | 130;
}

/**
 * Runs notebooks, each in a kernel of its own; a failing one does not stop the others.
 *
 * Throws a `UserError` before any work starts if a path is no notebook or options make no sense.
 */
export async function runNotebooks(
  paths: readonly string[],
  options: RunNotebooksOptions = {},
): Promise<NotebooksResult> {
  const { output, inPlace = false, jobs = 1, onStart, onNotebook, ...shared } = options;
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new UserError(`jobs is ${jobs}; expected a whole number from 1.`);
  }
  if (output !== undefined && inPlace) {
    throw new UserError('The outputs go either to copies or into the notebooks, not to both.');
  }
  const twice = paths.find((path, i) =>
    paths.some((p, j) => j < i && resolve(p) === resolve(path)),
  );
  if (inPlace && twice !== undefined) {
    throw new UserError(`${twice} is named twice; in place, each notebook can be run once.`);
  }
  const prepared: PreparedNotebook[] = [];
  for (const path of paths) prepared.push(await prepareNotebook(path, shared));
  const targets = output === undefined ? [] : outputPaths(paths, output);

  const results = new Map<number, NotebookResult>();
  const waiting = prepared.entries();
  const work = async (): Promise<void> => {
    for (const [i, each] of waiting) {
      if (shared.signal?.aborted === true) continue;
      onStart?.(each.path, each.notebook.cells.length);
      const target = output === undefined ? { inPlace } : { output: targets[i] };
      const result = await runPrepared(each, { ...shared, ...target });
      results.set(i, result);
      onNotebook?.(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const inOrder = paths.flatMap((_, i) => results.get(i) ?? []);
  const notRun = paths.filter((_, i) => !results.has(i));
  return { results: inOrder, notRun, exitCode: exitCode(inOrder, notRun) };
}

function exitCode(
  results: readonly NotebookResult[],
  notRun: readonly string[],
): NotebooksResult['exitCode'] {
  const any = (status: NotebookResult['status']): boolean =>
    results.some((result) => result.status === status);
  if (any('stopped') || notRun.length > 0) return 130;
  if (any('no-kernel')) return 2;
  return any('failed') ? 1 : 0;
}
