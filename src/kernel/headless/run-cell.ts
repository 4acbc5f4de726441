import { stripVTControlCharacters } from 'node:util';
import type { Kernel } from './client.js';
import { execute, type Execution } from './execute.js';
import {
  cellTags,
  isCodeCell,
  type Cell,
  type CodeCell,
  type Output,
} from '../notebook/notebook.js';
import { errorStream, type OutputCollector } from '../notebook/outputs.js';

/** What became of one code cell. */
export interface CellResult {
  /** Counted over all cells of the notebook, text cells too, from 1. */
  readonly number: number;
  /** The first line of code, to recognise the cell by. */
  readonly firstLine: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** Why it failed. */
  readonly message: string | undefined;
  readonly seconds: number;
  readonly executionCount: number | null;
  readonly outputs: readonly Output[];
  /** The kernel never said that all output was sent: stock tslab loses long bursts. */
  readonly outputLost: boolean;
}

/** Runs one code cell, or leaves it alone if it is empty or tagged `skip-execution`. */
export async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  number: number,
  collector: OutputCollector,
  timeout: number,
): Promise<CellResult> {
  const tags = cellTags(cell);
  const about = { number, firstLine: firstLine(cell) };
  if (tags.includes('skip-execution') || cell.source.trim() === '') {
    const { outputs, execution_count: executionCount } = cell;
    const left = { status: 'skipped', message: undefined, seconds: 0, outputLost: false } as const;
    return { ...about, ...left, outputs, executionCount };
  }
  const { outputs, hear } = collector.cell();
  const started = performance.now();
  const execution = await execute(kernel, cell.source, { timeout, onOutput: hear });
  const message = failure(execution, outputs, timeout, tags.includes('raises-exception'));
  const result: CellResult = {
    ...about,
    status: message === undefined ? 'ok' : 'failed',
    message,
    seconds: (performance.now() - started) / 1000,
    executionCount: execution.executionCount,
    outputs,
    outputLost: execution.outputLost,
  };
  return withLateError(kernel, result);
}

/** `result`, but failed if the kernel has meanwhile printed an error that nobody handled. */
export function withLateError(kernel: Kernel, result: CellResult): CellResult {
  const text = errorStream(result.outputs);
  if (result.status !== 'ok' || kernel.spec.silentError?.test(text) !== true) return result;
  return {
    ...result,
    status: 'failed',
    message: `it left an error that nobody handled\n${withoutKernelFrames(text).trim()}`,
  };
}

/** `cell`, with what running it gave. */
export function withResult(cell: CodeCell, result: CellResult): CodeCell {
  return { ...cell, execution_count: result.executionCount, outputs: result.outputs };
}

/** `cell` as if it had never run. */
export function withoutResult(cell: Cell): Cell {
  return isCodeCell(cell) && !cellTags(cell).includes('skip-execution')
    ? { ...cell, execution_count: null, outputs: [] }
    : cell;
}

/** The first line of a cell that says something, cut to fit into a sentence. */
export function firstLine(cell: Cell): string {
  const line = cell.source.trimStart().split('\n', 1)[0].trimEnd();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

function failure(
  execution: Execution,
  outputs: readonly Output[],
  timeout: number,
  mustRaise: boolean,
): string | undefined {
  switch (execution.status) {
    case 'ok':
      return mustRaise ? 'it is tagged raises-exception, but raised none' : undefined;
    case 'error':
      return mustRaise ? undefined : `it failed\n${errorMessage(execution, outputs)}`;
    case 'timeout':
      return `it took longer than ${timeout} s and was interrupted`;
    case 'unresponsive':
      return `it took longer than ${timeout} s and did not stop when interrupted`;
    case 'dead':
      return `the kernel ${execution.detail}`;
  }
}

/** The kernel's message: a traceback, or what stock tslab prints instead of sending one. */
function errorMessage(execution: Execution, outputs: readonly Output[]): string {
  const error = outputs.find((output) => output.output_type === 'error');
  const candidates = [
    error?.traceback.join('\n') ?? '',
    error === undefined ? '' : `${error.ename}: ${error.evalue}`,
    withoutKernelFrames(errorStream(outputs)),
    execution.detail,
  ];
  const text = candidates.find((candidate) => candidate.trim() !== '');
  if (text !== undefined) return stripVTControlCharacters(text).trim();
  return execution.outputLost
    ? '(its message was lost by the kernel)'
    : '(the kernel says no more)';
}

/** A stack without the kernel's own calls, which tell the author of a notebook nothing. */
function withoutKernelFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*(?:[\\/]tslab[\\/]dist[\\/]|node:)/.test(line))
    .join('\n');
}
