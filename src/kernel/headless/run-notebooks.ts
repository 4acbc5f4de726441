import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.js';
import { readNotebook } from '../notebook/notebook.js';
import { runNotebook, type NotebookResult, type RunOptions } from './run-notebook.js';

export interface RunNotebooksOptions extends RunOptions {
  /** The folder for copies with the new outputs, under the notebooks' own names; made if missing. */
  readonly outputFolder?: string;
  /** How many notebooks run at a time; 1 if not given. */
  readonly jobs?: number;
  /** Hears of every notebook as it ends. */
  readonly onNotebook?: (result: NotebookResult) => void;
}

/** What became of several notebooks, and the exit status that says so. */
export interface NotebooksResult {
  /** In the order of the paths. */
  readonly results: readonly NotebookResult[];
  readonly failed: number;
  readonly exitCode: 0 | 1;
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
  const { outputFolder, jobs = 1, onNotebook, ...each } = options;
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new UserError(`jobs is ${jobs}; expected a whole number from 1.`);
  }
  for (const path of paths) readNotebook(path);
  if (outputFolder !== undefined) prepareFolder(paths, outputFolder);

  const results: NotebookResult[] = [];
  const waiting = paths.entries();
  const work = async (): Promise<void> => {
    for (const [i, path] of waiting) {
      const output =
        outputFolder === undefined ? {} : { output: join(outputFolder, basename(path)) };
      results[i] = await runNotebook(path, { ...each, ...output });
      onNotebook?.(results[i]);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const failed = results.filter((result) => result.status === 'failed').length;
  return { results, failed, exitCode: failed === 0 ? 0 : 1 };
}

function prepareFolder(paths: readonly string[], folder: string): void {
  const names = paths.map((path) => basename(path));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(
      `Two notebooks are called ${twice}, and their copies would share one file; ` +
        'run them one after the other into different folders.',
    );
  }
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
}
