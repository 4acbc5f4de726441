import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { cellId, matchCells } from '../match-cells.js';
import { isCodeCell, type Cell, type Notebook } from '../notebook.js';
import { volatileCellMetadata, withVolatile, type Metadata } from '../strip.js';
import type { Script, ScriptCell } from './script.js';

/** What a notebook made of a script alone says of itself. */
const FRESH: Metadata = {
  kernelspec: { display_name: 'prunelab', language: 'typescript', name: 'prunelab' },
  language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
};

/**
 * The notebook that a script describes, with what only a notebook holds taken from `earlier`.
 *
 * Cells are found again by id, then by text. A code cell keeps its outputs as long as its source is
 * the same; when the source has changed they would be the outputs of other code, so they go.
 */
export function updateNotebook({ metadata, cells }: Script, earlier?: Notebook): Notebook {
  const old = earlier?.cells ?? [];
  const drafts = cells.map(draft);
  const sources = new Map(matchCells(old, drafts).map(({ a, b }) => [b, old[a]]));
  const hasIds =
    earlier === undefined ||
    earlier.nbformat_minor >= 5 ||
    cells.some(({ id }) => id !== undefined);
  const used = new Set<string>();
  const updated = drafts.map((cell, i): Cell => {
    const before = sources.get(i);
    const merged = before === undefined ? cell : merge(cell, before);
    if (!hasIds) return merged;
    const wanted = [cellId(cell), before === undefined ? undefined : cellId(before)];
    const id = wanted.find((each) => each !== undefined && !used.has(each)) ?? newId(cell, used);
    used.add(id);
    return { ...merged, id };
  });
  return {
    ...(earlier ?? { nbformat: 4 }),
    cells: updated,
    metadata: updateMetadata(metadata, earlier),
    nbformat_minor: hasIds ? Math.max(5, earlier?.nbformat_minor ?? 5) : earlier.nbformat_minor,
  };
}

/** Whether pairing a script with a notebook would leave the notebook as it is. */
export function agrees(script: Script, notebook: Notebook): boolean {
  return isDeepStrictEqual(updateNotebook(script, notebook), notebook);
}

function updateMetadata(metadata: Metadata | undefined, earlier: Notebook | undefined): Metadata {
  if (earlier === undefined) return metadata ?? FRESH;
  return metadata === undefined ? earlier.metadata : withVolatile(metadata, earlier.metadata);
}

/** The cell as a notebook would hold it before it is run; keys in the order Jupyter writes them. */
function draft({ cell_type, id, source, metadata }: ScriptCell): Cell {
  const known = id === undefined ? {} : { id };
  return cell_type === 'code'
    ? { cell_type, execution_count: null, ...known, metadata, outputs: [], source }
    : { cell_type, ...known, metadata, source };
}

function merge(cell: Cell, before: Cell): Cell {
  const metadata = { ...volatileCellMetadata(before.metadata), ...cell.metadata };
  if (cell.cell_type !== before.cell_type) return { ...cell, metadata };
  if (!isCodeCell(cell) || cell.source === before.source) {
    return { ...before, source: cell.source, metadata };
  }
  return { ...before, ...cell, metadata };
}

/** An id that depends on nothing but the cell and its place among equal ones. */
function newId(cell: Cell, used: ReadonlySet<string>): string {
  for (let copy = 0; ; copy++) {
    const text = `${cell.cell_type}/${copy}/${cell.source}`;
    const id = createHash('sha256').update(text).digest('hex').slice(0, 8);
    if (!used.has(id)) return id;
  }
}
