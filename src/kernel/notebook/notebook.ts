import { UserError } from '../../errors.js';
import { readText } from './read-text.js';

/** One piece of output by MIME type: text, or a JSON value for `application/json` and `+json`. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What a code cell shows, as nbformat 4 stores it, with line lists joined to strings. */
export type Output =
  | { output_type: 'stream'; name: string; text: string }
  | { output_type: 'display_data'; data: MimeBundle; metadata: MimeBundle }
  | {
      output_type: 'execute_result';
      data: MimeBundle;
      metadata: MimeBundle;
      execution_count: number | null;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: readonly string[] };

interface CellBase {
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface CodeCell extends CellBase {
  readonly cell_type: 'code';
  readonly outputs: readonly Output[];
  readonly execution_count: number | null;
}

export interface TextCell extends CellBase {
  readonly cell_type: 'markdown' | 'raw';
}

export type Cell = CodeCell | TextCell;

/** A Jupyter notebook, nbformat 4; keys we do not know are kept. */
export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
  readonly [key: string]: unknown;
}

/** The notebook in `text`; `name` is what error messages call it. */
export function parseNotebook(text: string, name: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(
      `${name} is not a notebook: it is not JSON (${(cause as Error).message}). ` +
        'Expected an .ipynb file as Jupyter saves it.',
      { cause },
    );
  }
  if (!isRecord(value)) throw broken(name, 'it holds no JSON object');
  if (value.nbformat !== 4) {
    throw new UserError(
      `${name} has nbformat ${JSON.stringify(value.nbformat) ?? '(none)'}; expected 4. ` +
        'Open it in Jupyter and save it again, which converts it.',
    );
  }
  const cells = value.cells;
  if (!Array.isArray(cells)) throw broken(name, 'it has no list of cells');
  return {
    ...value,
    nbformat: 4,
    nbformat_minor: typeof value.nbformat_minor === 'number' ? value.nbformat_minor : 0,
    metadata: isRecord(value.metadata) ? value.metadata : {},
    cells: cells.map((cell: unknown, i) => parseCell(cell, `cell ${i + 1}`, name)),
  };
}

/** The notebook in the file at `path`. */
export function readNotebook(path: string): Notebook {
  return parseNotebook(notebookFile(path), path);
}

/** The text of the notebook in the file at `path`. */
export function notebookFile(path: string): string {
  try {
    return readText(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`Cannot read the notebook ${path}: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

export function isCodeCell(cell: Cell): cell is CodeCell {
  return cell.cell_type === 'code';
}

/** The tags that a cell carries, such as `raises-exception`. */
export function cellTags(cell: Cell): readonly string[] {
  const tags = cell.metadata.tags;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(name: string, what: string): UserError {
  return new UserError(
    `${name} is not a notebook: ${what}. Expected an .ipynb file as Jupyter saves it.`,
  );
}

function parseCell(value: unknown, which: string, name: string): Cell {
  if (!isRecord(value)) throw broken(name, `${which} is not an object`);
  const source = joinLines(value.source);
  if (source === undefined) throw broken(name, `${which} has no source text`);
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const type = value.cell_type;
  if (type === 'markdown' || type === 'raw') {
    return { ...value, cell_type: type, source, metadata };
  }
  if (type !== 'code') {
    throw broken(name, `${which} has type ${JSON.stringify(type) ?? '(none)'}`);
  }
  const count = value.execution_count;
  const outputs = Array.isArray(value.outputs) ? value.outputs : [];
  return {
    ...value,
    cell_type: 'code',
    source,
    metadata,
    execution_count: typeof count === 'number' ? count : null,
    outputs: outputs.map((output: unknown, i) =>
      parseOutput(output, `output ${i + 1} of ${which}`, name),
    ),
  };
}

function parseOutput(value: unknown, which: string, name: string): Output {
  if (!isRecord(value)) throw broken(name, `${which} is not an object`);
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const data = isRecord(value.data) ? joinBundle(value.data) : {};
  const type = value.output_type;
  switch (type) {
    case 'stream':
      return {
        output_type: type,
        name: textOf(value.name),
        text: joinLines(value.text) ?? '',
      };
    case 'display_data':
      return { output_type: type, data, metadata };
    case 'execute_result': {
      const count = value.execution_count;
      return {
        output_type: type,
        data,
        metadata,
        execution_count: typeof count === 'number' ? count : null,
      };
    }
    case 'error':
      return {
        output_type: type,
        ename: textOf(value.ename),
        evalue: textOf(value.evalue),
        traceback: Array.isArray(value.traceback) ? value.traceback.map(textOf) : [],
      };
    default:
      throw broken(name, `${which} has type ${JSON.stringify(type) ?? '(none)'}`);
  }
}

function joinBundle(data: Record<string, unknown>): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      isJson(mime) ? value : (joinLines(value) ?? value),
    ]),
  );
}

function isJson(mime: string): boolean {
  return mime === 'application/json' || mime.endsWith('+json');
}

function joinLines(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return value.every((line) => typeof line === 'string') ? value.join('') : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
