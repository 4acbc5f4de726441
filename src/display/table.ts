import { unknownName } from '../errors.js';
import type { Row } from '../experiment/experiment.js';
import { escapeHtml } from './html.js';
import { showHtml } from './show.js';
import type { Writer } from './writer.js';

type Value = Row[string] | undefined;

/** A column that differs from its values' own look. */
export interface TableColumn {
  /** The name of the value in a row. */
  readonly key: string;
  /** The heading; the key if not given. */
  readonly title?: string;
  /** How a value is written; four significant digits for numbers if not given. */
  readonly format?: (value: Value) => string;
}

export interface ShowTableOptions {
  /** Where the table goes, as text, outside a notebook; standard output if not given. */
  readonly writer?: Writer;
}

/** A table laid out as strings. */
interface Table {
  readonly columns: readonly { readonly title: string; readonly numeric: boolean }[];
  readonly cells: readonly (readonly string[])[];
}

/**
 * Shows rows as a table below the cell that is running; outside a notebook, as aligned text.
 *
 * Columns are names or descriptions; without them, every name that occurs in a row, in the order
 * of first appearance. Numbers are aligned at the right, missing values are left empty. Throws a
 * `UserError` for a column that no row has.
 */
export function showTable(
  rows: readonly Row[],
  columns?: readonly (string | TableColumn)[],
  options: ShowTableOptions = {},
): void {
  const table = layOut(rows, columns);
  showHtml(tableHtml(table), { ...options, text: tableText(table) });
}

function layOut(
  rows: readonly Row[],
  columns: readonly (string | TableColumn)[] | undefined,
): Table {
  const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const chosen = (columns ?? known).map((column) =>
    typeof column === 'string' ? { key: column } : column,
  );
  const missing = chosen.find(({ key }) => rows.length > 0 && !known.includes(key));
  if (missing !== undefined) throw unknownName('column', missing.key, known);
  return {
    columns: chosen.map(({ key, title = key }) => ({
      title,
      numeric: rows.some((row) => typeof row[key] === 'number'),
    })),
    cells: rows.map((row) => chosen.map(({ key, format = plain }) => format(row[key]))),
  };
}

function tableHtml({ columns, cells }: Table): string {
  const style = (i: number): string => `text-align:${columns[i].numeric ? 'right' : 'left'}`;
  const head = columns.map(
    ({ title }, i) => `<th scope="col" style="${style(i)}">${escapeHtml(title)}</th>`,
  );
  const body = cells.map((row) => {
    const tds = row.map((text, i) => `<td style="${style(i)}">${escapeHtml(text)}</td>`);
    return `<tr>${tds.join('')}</tr>`;
  });
  return (
    `<table><thead><tr>${head.join('')}</tr></thead>\n` +
    `<tbody>\n${body.join('\n')}\n</tbody></table>`
  );
}

function tableText({ columns, cells }: Table): string {
  const lines = [columns.map(({ title }) => title), ...cells];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => (columns[i].numeric ? text.padStart(widths[i]) : text.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function plain(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
