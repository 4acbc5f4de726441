import { isDeepStrictEqual } from 'node:util';
import { isCodeCell, isRecord, parseNotebook, type Cell, type Notebook } from './notebook.js';
import { notebookText } from './write-notebook.js';

/** What an object holds by name, as notebooks keep it. */
export type Metadata = Readonly<Record<string, unknown>>;

/**
 * What front-ends note in a cell each time it is run or looked at: when it ran, and whether its
 * output was folded, scrolled or trusted.
 *
 * What an author chose stays, such as tags, slides and `jupyter.source_hidden`.
 */
const volatileOfCell = [
  'execution',
  'ExecuteTime',
  'papermill',
  'collapsed',
  'scrolled',
  'autoscroll',
  'trusted',
];

/** The record of a run, the state of widgets (an output, in truth), and Jupyter's old signature. */
const volatileOfNotebook = ['papermill', 'widgets', 'signature'];

/**
 * The notebook without outputs, execution counts and other traces of having been run.
 *
 * Of `language_info` only the version goes: it is that of the compiler that ran the notebook last,
 * while the rest tells a site that shows the notebook how to colour it.
 */
export function stripNotebook(notebook: Notebook): Notebook {
  return {
    ...notebook,
    metadata: stripNotebookMetadata(notebook.metadata),
    cells: notebook.cells.map(stripCell),
  };
}

/** Strips the text of a notebook; text with nothing to strip comes back as it is, to the byte. */
export function stripText(text: string, name: string): string {
  const notebook = parseNotebook(text, name);
  const stripped = stripNotebook(notebook);
  return isDeepStrictEqual(notebook, stripped) ? text : notebookText(stripped);
}

/** The metadata of a cell without what `volatileCellMetadata` gives. */
export function stripCellMetadata(metadata: Metadata): Metadata {
  return pick(metadata, (key) => !volatileOfCell.includes(key));
}

/** What running and looking left in the metadata of a cell. */
export function volatileCellMetadata(metadata: Metadata): Metadata {
  return pick(metadata, (key) => volatileOfCell.includes(key));
}

/** The metadata of a notebook without what `withVolatile` can bring back. */
export function stripNotebookMetadata(metadata: Metadata): Metadata {
  const kept = pick(metadata, (key) => !volatileOfNotebook.includes(key));
  if (!isRecord(kept.language_info)) return kept;
  return { ...kept, language_info: pick(kept.language_info, (key) => key !== 'version') };
}

/** Stripped metadata of a notebook together with what running left in `earlier`. */
export function withVolatile(stripped: Metadata, earlier: Metadata): Metadata {
  const both = {
    ...stripped,
    ...pick(earlier, (key) => volatileOfNotebook.includes(key)),
  };
  const [info, old] = [stripped.language_info, earlier.language_info];
  if (!isRecord(info) || !isRecord(old) || old.version === undefined) return both;
  return { ...both, language_info: { ...info, version: old.version } };
}

function stripCell(cell: Cell): Cell {
  const metadata = stripCellMetadata(cell.metadata);
  return isCodeCell(cell)
    ? { ...cell, metadata, outputs: [], execution_count: null }
    : { ...cell, metadata };
}

function pick(metadata: Metadata, wanted: (key: string) => boolean): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => wanted(key)));
}
