import { stripVTControlCharacters } from 'node:util';
import type { Kernel } from './client.js';
import { execute, type Execution } from './execute.js';
import { cellTimeout, skipReason, type SkipReason } from './tags.js';
import { cellTags, type Cell, type CodeCell, type Output } from '../notebook/notebook.js';
import { errorStream, type OutputCollector } from '../notebook/outputs.js';

/** What became of one code cell. */
export interface CellResult {
  /** Counted over all cells of the notebook, text cells too, from 1. */
  readonly number: number;
  /** The first line of code, to recognise the cell by. */
  readonly firstLine: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** Why it was skipped, if it was. */
  readonly skipped: SkipReason | undefined;
  /** Why it failed. */
  readonly message: string | undefined;
  readonly seconds: number;
  readonly executionCount: number | null;
  readonly outputs: readonly Output[];
  /** The kernel never said that all output was sent: stock tslab loses long bursts. */
  readonly outputLost: boolean;
}

export interface RunCellOptions {
  /** Seconds that the cell may take if its tags say nothing else. */
  readonly timeout: number;
  /** Whether to run a cell tagged `slow`. */
  readonly slow: boolean;
}

/** Runs one code cell, or leaves it alone if it is empty or its tags say so. */
export async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  number: number,
  collector: OutputCollector,
  options: RunCellOptions,
): Promise<CellResult> {
  const about = { number, firstLine: firstLine(cell) };
  const skipped = skipReason(cell, options.slow);
  if (skipped !== undefined) {
    const { outputs, execution_count: executionCount } = cell;
    const left = { status: 'skipped', message: undefined, seconds: 0, outputLost: false } as const;
    return { ...about, ...left, skipped, outputs, executionCount };
  }
  const timeout = cellTimeout(cell) ?? options.timeout;
  const { outputs, hear } = collector.cell();
  const started = performance.now();
  const execution = await execute(kernel, cell.source, { timeout, onOutput: hear });
  const message = mustRaise(cell)
    ? failureToRaise(execution, outputs, timeout)
    : failure(kernel, execution, outputs, timeout);
  const result: CellResult = {
    ...about,
    status: message === undefined ? 'ok' : 'failed',
    skipped: undefined,
    message,
    seconds: (performance.now() - started) / 1000,
    executionCount: execution.executionCount,
    outputs,
    outputLost: execution.outputLost,
  };
  return withLateError(kernel, cell, result);
}

/** `result`, but failed if an error that nobody handled has reached its outputs meanwhile. */
export function withLateError(kernel: Kernel, cell: CodeCell, result: CellResult): CellResult {
  if (result.status !== 'ok' || mustRaise(cell)) return result;
  const text = sentError(result.outputs) ?? hiddenError(kernel, result.outputs);
  if (text === undefined) return result;
  const message = `it left an error that nobody handled\n${plain(text)}`;
  return { ...result, status: 'failed', message };
}

/** The first line of a cell that says something, cut to fit into a sentence. */
export function firstLine(cell: Cell): string {
  const line = cell.source.trimStart().split('\n', 1)[0].trimEnd();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

function mustRaise(cell: CodeCell): boolean {
  return cellTags(cell).includes('raises-exception');
}

function failureToRaise(
  execution: Execution,
  outputs: readonly Output[],
  timeout: number,
): string | undefined {
  if (execution.status === 'error') return undefined;
  if (execution.status !== 'ok') return breakdown(execution, timeout);
  return sentError(outputs) === undefined
    ? 'it is tagged raises-exception, but raised none'
    : undefined;
}

function failure(
  kernel: Kernel,
  execution: Execution,
  outputs: readonly Output[],
  timeout: number,
): string | undefined {
  if (execution.status === 'ok') return undefined;
  if (execution.status !== 'error') return breakdown(execution, timeout);
  const candidates = [
    sentError(outputs),
    kernel.spec.quirks?.errorFrom(errorStream(outputs)),
    execution.detail,
    execution.outputLost ? '(its message was lost by the kernel)' : '(the kernel says no more)',
  ];
  return `it failed\n${plain(candidates.find((text) => text !== undefined && text.trim() !== ''))}`;
}

/** How a cell did not come to its end. */
function breakdown({ status, detail }: Execution, timeout: number): string {
  if (status === 'dead') return `the kernel ${detail}`;
  const stopped = status === 'timeout' ? 'was interrupted' : 'did not stop when interrupted';
  return `it took longer than ${timeout} s and ${stopped}`;
}

/** The text of the first error among the outputs. */
function sentError(outputs: readonly Output[]): string | undefined {
  const error = outputs.find((output) => output.output_type === 'error');
  if (error === undefined) return undefined;
  const traceback = error.traceback.join('\n');
  return traceback.trim() === '' ? `${error.ename}: ${error.evalue}` : traceback;
}

function hiddenError(kernel: Kernel, outputs: readonly Output[]): string | undefined {
  const text = errorStream(outputs);
  const { quirks } = kernel.spec;
  return quirks?.isHiddenError(text) === true ? quirks.errorFrom(text) : undefined;
}

function plain(text = ''): string {
  return stripVTControlCharacters(text).trim();
}
