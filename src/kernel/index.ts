export { readKernelSpec, stockTslab, type KernelSpec } from './kernelspec.js';
export * from './notebook.js';
export type { CellResult } from './run-cell.js';
export {
  runNotebook,
  type NotebookResult,
  type RunNotebookOptions,
  type RunOptions,
} from './run-notebook.js';
export { runNotebooks, type NotebooksResult, type RunNotebooksOptions } from './run-notebooks.js';
export * from './write-notebook.js';
