import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import { startKernel, type Kernel } from './client.js';
import { settle } from './execute.js';
import { stockTslab, type KernelSpec } from './kernelspec.js';
import { isCodeCell, readNotebook, type Notebook } from '../notebook/notebook.js';
import { collectOutputs } from '../notebook/outputs.js';
import { runCell, withLateError, withoutResult, withResult, type CellResult } from './run-cell.js';
import { writeNotebook } from '../notebook/write-notebook.js';

export interface RunOptions {
  /** The kernel; stock tslab if not given. */
  readonly kernel?: KernelSpec;
  /** Seconds that one cell may take; 600 if not given. */
  readonly timeout?: number;
  /** Seconds that the kernel may take to start; 60 if not given. */
  readonly startTimeout?: number;
  /** Environment variables for the kernel, added to our own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The kernel's working directory; the notebook's own folder if not given, as in Jupyter. */
  readonly cwd?: string;
  /** Hears of every code cell as it ends. */
  readonly onCell?: (cell: CellResult, path: string) => void;
}

export interface RunNotebookOptions extends RunOptions {
  /** Where a copy of the notebook with the new outputs goes; it is written after a failure too. */
  readonly output?: string;
}

/** What became of a notebook. */
export interface NotebookResult {
  readonly path: string;
  readonly status: 'ok' | 'failed';
  /** Why it failed, ready to print: notebook, cell, its first line, and the kernel's message. */
  readonly message: string | undefined;
  readonly seconds: number;
  /** The code cells that were reached, in order. */
  readonly cells: readonly CellResult[];
  /** The notebook with the new outputs; cells that were not reached have none. */
  readonly notebook: Notebook;
}

/**
 * Runs the cells of a notebook from top to bottom in a fresh kernel, and stops at the first failure.
 *
 * A cell tagged `raises-exception` must raise one; a cell tagged `skip-execution` is left alone.
 * The kernel is gone when the promise settles, whatever happened. Throws a `UserError` if the file
 * is no notebook or the options make no sense; everything else is told in the result.
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions = {},
): Promise<NotebookResult> {
  const notebook = readNotebook(path);
  checkOptions(path, options);
  const started = performance.now();
  const cells: CellResult[] = [];
  const message = await runCells(path, notebook, options, cells);
  const byNumber = new Map(cells.map((cell) => [cell.number, cell]));
  const executed: Notebook = {
    ...notebook,
    cells: notebook.cells.map((cell, i) => {
      const result = byNumber.get(i + 1);
      return isCodeCell(cell) && result !== undefined
        ? withResult(cell, result)
        : withoutResult(cell);
    }),
  };
  if (options.output !== undefined) writeNotebook(options.output, executed);
  return {
    path,
    status: message === undefined ? 'ok' : 'failed',
    message,
    seconds: (performance.now() - started) / 1000,
    cells,
    notebook: executed,
  };
}

/** Runs the cells and adds their results to `results`; returns why it stopped early, if it did. */
async function runCells(
  path: string,
  notebook: Notebook,
  options: RunNotebookOptions,
  results: CellResult[],
): Promise<string | undefined> {
  const cwd = resolve(options.cwd ?? dirname(path));
  let kernel: Kernel;
  try {
    kernel = await startKernel(options.kernel ?? stockTslab(), {
      cwd,
      env: options.env ?? {},
      startTimeout: options.startTimeout ?? 60,
    });
  } catch (error) {
    return `${path}: ${(error as Error).message}`;
  }
  try {
    const collector = collectOutputs();
    for (const [i, cell] of notebook.cells.entries()) {
      if (!isCodeCell(cell)) continue;
      const result = await runCell(kernel, cell, i + 1, collector, options.timeout ?? 600);
      results.push(result);
      options.onCell?.(result, path);
      if (result.status === 'failed') return describe(path, result);
    }
    await settle(kernel);
    const late = results.map((cell) => withLateError(kernel, cell));
    results.splice(0, results.length, ...late);
    const failed = late.find((cell) => cell.status === 'failed');
    return failed === undefined ? undefined : describe(path, failed);
  } finally {
    await kernel.shutdown();
  }
}

function describe(path: string, cell: CellResult): string {
  return `${path}, cell ${cell.number} (${cell.firstLine}): ${cell.message ?? ''}`;
}

function checkOptions(path: string, options: RunNotebookOptions): void {
  for (const name of ['timeout', 'startTimeout'] as const) {
    const seconds = options[name];
    if (seconds !== undefined && !(seconds > 0)) {
      throw new UserError(`${name} is ${seconds}; expected a positive number of seconds.`);
    }
  }
  const { cwd, output } = options;
  if (cwd !== undefined && !existsSync(cwd)) {
    throw new UserError(`The working folder ${cwd} does not exist; make it or name another.`);
  }
  if (output === undefined) return;
  if (resolve(output) === resolve(path)) {
    throw new UserError(
      `The copy of ${path} would overwrite it; name another file for the output.`,
    );
  }
  if (!existsSync(dirname(resolve(output)))) {
    throw new UserError(`The folder of the output ${output} does not exist; make it first.`);
  }
}
