import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import { startKernel, type Kernel } from './client.js';
import { executedNotebook } from './executed-notebook.js';
import { prunelabKernel, type KernelSpec } from './kernelspec.js';
import { notebookFile, parseNotebook, type Notebook } from '../notebook/notebook.js';
import { saveOutputs } from './save-outputs.js';
import type { Given } from '../parameters/given.js';
import type { CellResult } from './run-cell.js';
import { runCells } from './run-cells.js';
import { checkTags } from './tags.js';

export interface RunOptions {
  /** The kernel; our own if not given. */
  readonly kernel?: KernelSpec;
  /** Values for the cell tagged `parameters`. */
  readonly parameters?: readonly Given[];
  /** Seconds that one cell may take, if it has no tag such as `timeout=30`; 600 if not given. */
  readonly timeout?: number;
  /** Whether to run cells tagged `slow`; they are left alone if not given. */
  readonly slow?: boolean;
  /** Seconds that the kernel may take to start; 60 if not given. */
  readonly startTimeout?: number;
  /** Environment variables for the kernel, added to our own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The kernel's working directory; the notebook's own folder if not given, as in Jupyter. */
  readonly cwd?: string;
  /** Ends the run: the kernel is ended and nothing is written. */
  readonly signal?: AbortSignal;
  /** Hears which code cell begins, by its number. */
  readonly onCellStart?: (number: number, path: string) => void;
  /** Hears of every code cell as it ends. */
  readonly onCell?: (cell: CellResult, path: string) => void;
}

export interface RunNotebookOptions extends RunOptions {
  /** Where a copy of the notebook with the new outputs goes; it is written after a failure too. */
  readonly output?: string;
  /** Writes the new outputs into the notebook itself, unless it failed. */
  readonly inPlace?: boolean;
}

/** What became of a notebook. */
export interface NotebookResult {
  readonly path: string;
  /** `no-kernel`: the kernel did not start. `stopped`: `signal` ended the run. */
  readonly status: 'ok' | 'failed' | 'no-kernel' | 'stopped';
  /** Why it is not `ok`, ready to print: notebook, cell, its first line, the kernel's message. */
  readonly message: string | undefined;
  readonly seconds: number;
  /** The code cells that were reached, in order. */
  readonly cells: readonly CellResult[];
  /** The notebook with the new outputs; cells that were not reached have none. */
  readonly notebook: Notebook;
  /** The file that was written, if one was. */
  readonly written: string | undefined;
}

/** A notebook that is ready to run: read, checked, with the parameters given. */
export interface PreparedNotebook {
  readonly path: string;
  /** The file as it was read. */
  readonly text: string;
  readonly notebook: Notebook;
}

/**
 * Runs the cells of a notebook from top to bottom in a fresh kernel, and stops at the first failure.
 *
 * Tags say what is special about a cell: `raises-exception` (it must), `skip-execution`, `slow`,
 * `timeout=30` (seconds), `parameters`. The kernel is gone when the promise settles, whatever
 * happened. Throws a `UserError` if the file is no notebook or the options make no sense;
 * everything else is told in the result.
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions = {},
): Promise<NotebookResult> {
  return runPrepared(await prepareNotebook(path, options), options);
}

/** Does everything that can fail before a kernel is needed. */
export async function prepareNotebook(
  path: string,
  options: RunOptions,
): Promise<PreparedNotebook> {
  const text = notebookFile(path);
  const notebook = parseNotebook(text, path);
  checkTags(notebook, path);
  checkOptions(options);
  const { parameters = [] } = options;
  if (parameters.length === 0) return { path, text, notebook };
  // The compiler takes a while to load, and most runs have no parameters.
  const { withParameters } = await import('../parameters/with-parameters.js');
  return { path, text, notebook: withParameters(notebook, parameters, path) };
}

export async function runPrepared(
  { path, text, notebook }: PreparedNotebook,
  options: RunNotebookOptions,
): Promise<NotebookResult> {
  const { output, inPlace = false, signal } = options;
  const started = performance.now();
  const { kernel, cells, ...outcome } = await runInKernel(path, notebook, options);
  const stopped = signal?.aborted === true && outcome.status !== 'ok';
  const status = stopped ? 'stopped' : outcome.status;
  const slow = options.slow ?? false;
  const executed =
    kernel === undefined ? notebook : executedNotebook(notebook, cells, kernel, slow);
  const target = inPlace && status === 'ok' ? path : output;
  const wanted = kernel === undefined || stopped ? undefined : target;
  const trouble = wanted && saveOutputs(wanted, executed, inPlace ? text : undefined);
  return {
    path,
    status: trouble === undefined ? status : 'failed',
    message: stopped ? whereStopped(path, cells) : (outcome.message ?? trouble),
    seconds: (performance.now() - started) / 1000,
    cells,
    notebook: executed,
    written: trouble === undefined ? wanted : undefined,
  };
}

interface Outcome {
  readonly status: 'ok' | 'failed' | 'no-kernel';
  readonly message: string | undefined;
  readonly cells: readonly CellResult[];
  readonly kernel: Kernel | undefined;
}

async function runInKernel(
  path: string,
  notebook: Notebook,
  options: RunOptions,
): Promise<Outcome> {
  const { timeout = 600, slow = false, startTimeout = 60, env = {}, signal } = options;
  const { onCell, onCellStart } = options;
  let kernel: Kernel;
  try {
    const cwd = resolve(options.cwd ?? dirname(path));
    kernel = await startKernel(options.kernel ?? prunelabKernel(), { cwd, env, startTimeout });
  } catch (error) {
    const message = `${path}: ${(error as Error).message}`;
    return { status: 'no-kernel', message, cells: [], kernel: undefined };
  }
  const stop = (): void => void kernel.shutdown();
  signal?.addEventListener('abort', stop);
  try {
    const cells = await runCells(kernel, notebook, {
      timeout,
      slow,
      ...(signal === undefined ? {} : { signal }),
      onCellStart: (number) => onCellStart?.(number, path),
      onCell: (cell) => onCell?.(cell, path),
    });
    const failed = cells.find((cell) => cell.status === 'failed');
    if (failed === undefined) return { status: 'ok', message: undefined, cells, kernel };
    const { number, firstLine, message = '' } = failed;
    const where = `${path}, cell ${number} (${firstLine})`;
    return { status: 'failed', message: `${where}: ${message}`, cells, kernel };
  } finally {
    signal?.removeEventListener('abort', stop);
    await kernel.shutdown();
  }
}

function whereStopped(path: string, cells: readonly CellResult[]): string {
  const last = cells.at(-1);
  return last === undefined
    ? `${path}: stopped before its first cell`
    : `${path}: stopped in cell ${last.number} (${last.firstLine})`;
}

function checkOptions(options: RunOptions): void {
  for (const name of ['timeout', 'startTimeout'] as const) {
    const seconds = options[name];
    if (seconds !== undefined && !(seconds > 0)) {
      throw new UserError(`${name} is ${seconds}; expected a positive number of seconds.`);
    }
  }
  const { cwd } = options;
  if (cwd !== undefined && !existsSync(cwd)) {
    throw new UserError(`The working folder ${cwd} does not exist; make it or name another.`);
  }
}
