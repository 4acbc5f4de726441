export { diffNotebooks, type CellDiff, type NotebookDiff } from './notebook/diff/diff-notebooks.js';
export { renderDiff, type RenderOptions } from './notebook/diff/render-diff.js';
export {
  findKernel,
  prunelabKernel,
  readKernelSpec,
  stockTslab,
  type KernelSpec,
} from './headless/kernelspec.js';
export * from './notebook/notebook.js';
export { readText } from './notebook/read-text.js';
export { replaceFile } from './notebook/replace-file.js';
export { stripNotebook, stripText } from './notebook/strip.js';
export type { CellResult } from './headless/run-cell.js';
export {
  runNotebook,
  type NotebookResult,
  type RunNotebookOptions,
  type RunOptions,
} from './headless/run-notebook.js';
export {
  runNotebooks,
  type NotebooksResult,
  type RunNotebooksOptions,
} from './headless/run-notebooks.js';
export * from './notebook/write-notebook.js';
export { givenByFile, givenByText, type Given } from './parameters/given.js';
