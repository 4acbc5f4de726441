import { escapeHtml } from './html.js';

/** A table laid out as strings. */
export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly cells: readonly (readonly Cell[])[];
  /** Sums, set apart below the rows. */
  readonly totals?: readonly Cell[];
  /** What stands below the table. */
  readonly note?: string | undefined;
}

export interface GridColumn {
  readonly title: string;
  /** Whether it is aligned at the right. */
  readonly numeric: boolean;
}

/** Text, or a picture with the text that stands for it where there are none. */
export type Cell = string | { readonly text: string; readonly html: string };

/** The grid as an HTML table, in the colours of the page it is on. */
export function gridHtml({ columns, cells, totals, note }: Grid): string {
  const style = (i: number): string => `text-align:${columns[i].numeric ? 'right' : 'left'}`;
  const row = (tag: 'td' | 'th', line: readonly Cell[]): string =>
    line.map((cell, i) => `<${tag} style="${style(i)}">${cellHtml(cell)}</${tag}>`).join('');
  const head = columns.map(
    ({ title }, i) => `<th scope="col" style="${style(i)}">${escapeHtml(title)}</th>`,
  );
  const body = cells.map((line) => `<tr>${row('td', line)}</tr>`);
  const foot = totals === undefined ? '' : `\n<tfoot><tr>${row('th', totals)}</tr></tfoot>`;
  const below = note === undefined ? '' : `\n<div style="opacity:0.75">${escapeHtml(note)}</div>`;
  return (
    `<table><thead><tr>${head.join('')}</tr></thead>\n` +
    `<tbody>\n${body.join('\n')}\n</tbody>${foot}</table>${below}`
  );
}

/** The grid as aligned lines. */
export function gridText({ columns, cells, totals, note }: Grid): string {
  const lines = [columns.map(({ title }) => title), ...cells, ...(totals ? [totals] : [])].map(
    (line) => line.map(cellText),
  );
  const widths = columns.map((_, i) =>
    lines.reduce((most, line) => Math.max(most, line[i].length), 0),
  );
  const text = lines.map((line) =>
    line
      .map((cell, i) => (columns[i].numeric ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  return [...text, ...(note === undefined ? [] : [note])].join('\n');
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.html;
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** A whole number with its thousands set apart: 1,234,567. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A number of at most four significant digits; whole numbers as they are. */
export function brief(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

/** A fraction in per cent, `12.3 %`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
