import type { Kernel } from './client.js';
import type { CellResult } from './run-cell.js';
import { skipReason } from './tags.js';
import {
  isCodeCell,
  type Cell,
  type CodeCell,
  type Notebook,
  type Output,
} from '../notebook/notebook.js';
import { lastState } from '../notebook/terminal-text.js';

/**
 * The notebook after a run: the new outputs, and the kernel that made them.
 *
 * Cells that were to run and were not reached have no outputs. Nothing in it tells the time, so two
 * runs that show the same give the same file.
 */
export function executedNotebook(
  notebook: Notebook,
  results: readonly CellResult[],
  kernel: Kernel,
  slow: boolean,
): Notebook {
  const byNumber = new Map(results.map((result) => [result.number, result]));
  const cells = notebook.cells.map((cell, i): Cell => {
    if (!isCodeCell(cell) || ['skip-execution', 'slow'].includes(skipReason(cell, slow) ?? '')) {
      return cell;
    }
    const result = byNumber.get(i + 1);
    const ran = result?.skipped === undefined ? result : undefined;
    return withoutTimes({
      ...cell,
      execution_count: ran?.executionCount ?? null,
      outputs: ran?.outputs.map(inLastState) ?? [],
    });
  });
  return { ...notebook, metadata: { ...notebook.metadata, ...kernelMetadata(kernel) }, cells };
}

function kernelMetadata({ spec, languageInfo }: Kernel): Notebook['metadata'] {
  const { name, displayName = name } = spec;
  return {
    kernelspec: { display_name: displayName, language: languageInfo.name, name },
    language_info: languageInfo,
  };
}

/** JupyterLab can keep in `execution` when a cell ran; after a new run that is not true any more. */
function withoutTimes(cell: CodeCell): CodeCell {
  const { execution, ...metadata } = cell.metadata;
  return execution === undefined ? cell : { ...cell, metadata };
}

function inLastState(output: Output): Output {
  return output.output_type === 'stream' ? { ...output, text: lastState(output.text) } : output;
}
