import { cellId } from '../match-cells.js';
import type { Cell, Notebook } from '../notebook.js';
import { stripCellMetadata, stripNotebookMetadata, type Metadata } from '../strip.js';
import { comment, uncomment } from './comment.js';
import { headerLines, readHeader } from './header.js';
import {
  escapeMarker,
  isMarker,
  markerLine,
  parseMarker,
  unescapeMarker,
  type Marker,
} from './marker.js';
import { holdsCode, runsOn } from './seam.js';

/** What a script says of a cell; outputs and the like live in the notebook. */
export interface ScriptCell {
  readonly cell_type: Cell['cell_type'];
  readonly id: string | undefined;
  readonly source: string;
  readonly metadata: Metadata;
}

/** A notebook as a script holds it. */
export interface Script {
  /** Undefined if the script says nothing of it. */
  readonly metadata: Metadata | undefined;
  readonly cells: readonly ScriptCell[];
}

/** A line that ends a cell where it would run on into the next; it is no part of the source. */
const GUARD = ';';

/**
 * The notebook as a script in the percent format, which jupytext and many editors know.
 *
 * It holds all that `stripNotebook` leaves of sources, types, ids and metadata. Lines that look like
 * a marker get `// ` in front, and a line with `;` ends a code cell that would run on into the next.
 */
export function scriptText(notebook: Notebook): string {
  const header = headerLines(stripNotebookMetadata(notebook.metadata));
  const codes = notebook.cells.map((cell) =>
    cell.cell_type === 'code' && holdsCode(cell.source) ? cell.source : undefined,
  );
  const blocks = notebook.cells.map((cell, i) => {
    const code = codes[i];
    const next = codes.slice(i + 1).find((below) => below !== undefined);
    const guarded = code !== undefined && next !== undefined && runsOn(code, next);
    return block(cell, guarded).join('\n');
  });
  if (header.length > 0) blocks.unshift(header.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

/** Reads a script; a file without markers is one code cell. */
export function parseScript(text: string, name: string): Script {
  const lines = plainLines(text);
  const { metadata, frontMatter, length } = readHeader(lines, name);
  const starts = [...lines.keys()].filter((i) => i >= length && isMarker(lines[i]));
  const first = starts[0] ?? lines.length;
  const cells = starts.map((start, k) => {
    const marker = parseMarker(lines[start], `${name}, line ${start + 1}`);
    return scriptCell(marker, lines.slice(start + 1, starts[k + 1]));
  });
  const above = lines.slice(length, first);
  if (cells.length === 0 || above.some((line) => line.trim() !== '')) {
    const start = above.findIndex((line) => line !== '');
    cells.unshift(scriptCell(UNMARKED, above.slice(Math.max(0, start))));
  }
  if (frontMatter !== undefined) {
    cells.unshift({ cell_type: 'raw', id: undefined, source: frontMatter, metadata: {} });
  }
  return { metadata, cells };
}

/** Whether a script marks its cells; one that does not may be a plain module. */
export function hasMarkers(text: string): boolean {
  return plainLines(text).some(isMarker);
}

const UNMARKED: Marker = { type: 'code', id: undefined, newlines: 0, metadata: {} };

/** The lines of a cell, from its marker. */
function block(cell: Cell, guarded: boolean): string[] {
  const isCode = cell.cell_type === 'code';
  const text = isCode ? cell.source.replace(/\n+$/, '') : cell.source;
  const body = isCode ? (text === '' ? [] : text.split('\n')) : comment(text);
  const marker = markerLine({
    type: cell.cell_type,
    id: cellId(cell),
    newlines: cell.source.length - text.length,
    metadata: stripCellMetadata(cell.metadata),
  });
  const lastIsGuard = isCode && body.at(-1) === GUARD;
  return [marker, ...body.map(escapeMarker), ...(guarded || lastIsGuard ? [GUARD] : [])];
}

function scriptCell(
  { type, id, newlines, metadata }: Marker,
  lines: readonly string[],
): ScriptCell {
  const body = lines.slice(0, lines.findLastIndex((line) => line !== '') + 1).map(unescapeMarker);
  if (type !== 'code') return { cell_type: type, id, source: uncomment(body), metadata };
  if (body.at(-1) === GUARD) body.pop();
  return { cell_type: type, id, source: body.join('\n') + '\n'.repeat(newlines), metadata };
}

/** The lines of a file, also of one that an editor saved with CRLF throughout. */
function plainLines(text: string): string[] {
  const plain = text.replace(/^\uFEFF/, '');
  return (/(?<!\r)\n/.test(plain) ? plain : plain.replaceAll('\r\n', '\n')).split('\n');
}
