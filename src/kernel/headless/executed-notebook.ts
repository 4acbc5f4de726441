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
      outputs: ran?.outputs.map((output) => withoutWidget(inLastState(output))) ?? [],
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

const WIDGET = 'application/vnd.jupyter.widget-view+json';

/**
 * A slider ends with the kernel, and its name is another in each run: readers get its other forms,
 * where a dead widget would only show an error.
 */
function withoutWidget(output: Output): Output {
  if (!('data' in output)) return output;
  const { [WIDGET]: view, ...data } = output.data;
  return view === undefined || Object.keys(data).length === 0 ? output : { ...output, data };
}
