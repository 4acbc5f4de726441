import { inspect } from 'node:util';
import { unknownName } from '../../errors.js';
import { brief, type Grid, gridHtml, gridText, grouped } from '../grid.js';
import type { Bundle } from '../live.js';
import { send, type ShowOptions } from '../send.js';

/** A column that differs from its values' own look. */
export interface TableColumn {
  /** The name of the value in a row. */
  readonly key: string;
  /** The heading; the key if not given. */
  readonly title?: string;
  /** How a value is written; four significant digits for numbers if not given. */
  readonly format?: (value: unknown) => string;
}

export interface TableOptions extends ShowOptions {
  /** Names or descriptions; without them, every name that occurs in a row. */
  readonly columns?: readonly (string | TableColumn)[];
  /** Rows shown of a long table; 20 if not given. */
  readonly limit?: number;
}

/** Rows as objects, or a table of arquero. */
export type Rows = readonly object[] | ArqueroTable;

/** What we use of a table of arquero. */
export interface ArqueroTable {
  numRows(): number;
  columnNames(): string[];
  objects(options?: { readonly limit?: number }): object[];
}

/**
 * Shows rows as a table.
 *
 * Columns come in the order of their first appearance. Numbers are aligned at the right, missing
 * values are left empty. Throws a `UserError` for a column that no row has.
 */
export function table(rows: Rows, options: TableOptions = {}): void {
  send(tableBundle(rows, options), options);
}

/** What `table` shows. */
export function tableBundle(rows: Rows, options: TableOptions = {}): Bundle {
  const grid = layOut(rows, options);
  return { 'text/html': gridHtml(grid), 'text/plain': gridText(grid) };
}

export function isArqueroTable(value: unknown): value is ArqueroTable {
  const { numRows, columnNames, objects } = (value ?? {}) as Partial<ArqueroTable>;
  return [numRows, columnNames, objects].every((method) => typeof method === 'function');
}

/** All rows as objects. */
export function rowObjects(rows: Rows): readonly Row[] {
  return (isArqueroTable(rows) ? rows.objects() : rows) as readonly Row[];
}

type Row = Readonly<Record<string, unknown>>;

function layOut(rows: Rows, { columns, limit = 20 }: TableOptions): Grid {
  const all = rowObjects(rows);
  const known = isArqueroTable(rows)
    ? rows.columnNames()
    : [...new Set(all.flatMap((row) => Object.keys(row)))];
  const chosen = (columns ?? known).map((column) =>
    typeof column === 'string' ? { key: column } : column,
  );
  const missing = chosen.find(({ key }) => all.length > 0 && !known.includes(key));
  if (missing !== undefined) throw unknownName('column', missing.key, known);
  const shown = all.slice(0, limit);
  return {
    columns: chosen.map(({ key, title = key }) => ({
      title,
      numeric: all.some((row) => typeof row[key] === 'number'),
    })),
    cells: shown.map((row) => chosen.map(({ key, format = plain }) => format(row[key]))),
    note:
      shown.length < all.length
        ? `The first ${grouped(shown.length)} of ${grouped(all.length)} rows.`
        : undefined,
  };
}

/** A value as it stands in a table. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return brief(value);
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 6 });
}
