import type { Kernel } from './client.js';
import { settle } from './execute.js';
import { runCell, withLateError, type CellResult, type RunCellOptions } from './run-cell.js';
import { isCodeCell, type CodeCell, type Notebook } from '../notebook/notebook.js';
import { collectOutputs } from '../notebook/outputs.js';

export interface RunCellsOptions extends RunCellOptions {
  /** Hears which code cell begins, by its number. */
  readonly onCellStart?: (number: number) => void;
  /** Hears of every code cell as it ends. */
  readonly onCell?: (cell: CellResult) => void;
  /** When it is aborted, the cell that runs is the last; whoever aborts it ends the kernel. */
  readonly signal?: AbortSignal;
}

/** Runs code cells from top to bottom up to the first failure: the results of those it reached. */
export async function runCells(
  kernel: Kernel,
  notebook: Notebook,
  options: RunCellsOptions,
): Promise<readonly CellResult[]> {
  const collector = collectOutputs();
  const reached: { readonly cell: CodeCell; result: CellResult }[] = [];
  const failed = (): boolean => {
    for (const each of reached) each.result = withLateError(kernel, each.cell, each.result);
    return reached.some(({ result }) => result.status === 'failed');
  };
  for (const [i, cell] of notebook.cells.entries()) {
    if (!isCodeCell(cell)) continue;
    if (failed() || options.signal?.aborted === true) break;
    options.onCellStart?.(i + 1);
    const result = await runCell(kernel, cell, i + 1, collector, options);
    reached.push({ cell, result });
    options.onCell?.(result);
  }
  if (!failed()) await settle(kernel);
  failed();
  return reached.map(({ result }) => result);
}
