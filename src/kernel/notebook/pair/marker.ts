import { UserError } from '../../../errors.js';
import { isRecord, type Cell } from '../notebook.js';
import type { Metadata } from '../strip.js';

/** What the line above a cell of a script says about it: `// %% [markdown] tags=["slow"]`. */
export interface Marker {
  readonly type: Cell['cell_type'];
  readonly id: string | undefined;
  /** How many line ends close the source; blank lines before the next cell say nothing. */
  readonly newlines: number;
  readonly metadata: Metadata;
}

const MARKER = /^\s*\/\/\s*%%(?:\s+(.*))?$/u;
const MARKER_OR_ESCAPED = /^\s*\/\/(?:\s*\/\/)*\s*%%/u;
const TYPE = /\[(markdown|md|raw)\]/;
const KEY = /^[\w.-]+$/;
const PLAIN_TITLE = /^[\p{L}\p{N}](?:[\p{L}\p{N} ,;:!?()'/-]*[\p{L}\p{N}!?)])?$/u;

/** Keys with a meaning of their own on a marker line; in metadata they are written longer. */
const RESERVED = /^(?:id|newlines|cell_type|metadata\..*)$/;

/** Whether a line starts a cell. */
export function isMarker(line: string): boolean {
  return MARKER.test(line);
}

/** A line of a cell, written so that it cannot be taken for a marker. */
export function escapeMarker(line: string): string {
  return MARKER_OR_ESCAPED.test(line) ? `// ${line}` : line;
}

/** The line that `escapeMarker` was given. */
export function unescapeMarker(line: string): string {
  return line.startsWith('// ') && MARKER_OR_ESCAPED.test(line.slice(3)) ? line.slice(3) : line;
}

/** The marker line: title and type, then `key=JSON` as jupytext has it, or one JSON object. */
export function markerLine({ type, id, newlines, metadata }: Marker): string {
  const { title, ...others } = metadata;
  const inFront = typeof title === 'string' && PLAIN_TITLE.test(title);
  const entries: [string, unknown][] = Object.entries(inFront ? others : metadata).map(
    ([key, value]) => [RESERVED.test(key) ? `metadata.${key}` : key, value],
  );
  if (newlines > 0) entries.push(['newlines', newlines]);
  if (id !== undefined) entries.push(['id', id]);
  return [
    '// %%',
    ...(inFront ? [title] : []),
    ...(type === 'code' ? [] : [`[${type}]`]),
    ...(entries.every(([key]) => KEY.test(key))
      ? entries.map(([key, value]) => `${key}=${json(value)}`)
      : [json(Object.fromEntries(entries))]),
  ].join(' ');
}

/** Reads a marker line; throws a `UserError` if its metadata cannot be read. */
export function parseMarker(line: string, where: string): Marker {
  const text = (MARKER.exec(line)?.[1] ?? '').trim();
  const [front, values] = splitOptions(text, where);
  const type = TYPE.exec(front)?.[1];
  const title = front.replace(TYPE, '').trim();
  const { id, newlines = 0, ...rest } = values;
  if (id !== undefined && typeof id !== 'string') {
    throw new UserError(`${where}: id is ${json(id)}; expected a text in double quotes.`);
  }
  if (typeof newlines !== 'number' || !Number.isInteger(newlines) || newlines < 0) {
    throw new UserError(`${where}: newlines is ${json(newlines)}; expected a whole number from 0.`);
  }
  const metadata = Object.entries(rest).map(([key, value]) => [
    key.startsWith('metadata.') ? key.slice('metadata.'.length) : key,
    value,
  ]);
  return {
    type: type === undefined ? 'code' : type === 'raw' ? 'raw' : 'markdown',
    id,
    newlines,
    metadata: {
      ...(title === '' ? {} : { title }),
      ...(Object.fromEntries(metadata) as Metadata),
    },
  };
}

/** Title and type, and what stands after them. */
function splitOptions(text: string, where: string): [string, Record<string, unknown>] {
  const equals = text.indexOf('=');
  const brace = text.indexOf('{');
  if (brace >= 0 && (equals < 0 || brace < equals)) {
    const object = parseJson(text.slice(brace));
    if (!isRecord(object)) throw unreadable(text.slice(brace), where);
    return [text.slice(0, brace), object];
  }
  if (equals < 0) return [text, {}];
  const start = /[^\s\]]*$/.exec(text.slice(0, equals))?.index ?? 0;
  return [text.slice(0, start), parsePairs(text.slice(start), where)];
}

function parsePairs(text: string, where: string): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (let rest = text; rest !== '';) {
    const key = /^([\w.-]+)(=|\s+|$)/.exec(rest);
    if (key === null) throw unreadable(rest, where);
    rest = rest.slice(key[0].length);
    let value: unknown = null;
    if (key[2] === '=') [value, rest] = leadingJson(rest, where);
    values.push([key[1], value]);
  }
  return Object.fromEntries(values);
}

/** The JSON value at the start of `text`, which ends at a blank, and what follows. */
function leadingJson(text: string, where: string): [unknown, string] {
  for (const { index } of text.matchAll(/\s|$/g)) {
    const value = parseJson(text.slice(0, index));
    if (value !== undefined) return [value, text.slice(index).trimStart()];
  }
  throw unreadable(text, where);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON value is undefined
  }
}

/** JSON on one line of a comment: TypeScript takes U+2028 and U+2029 for line ends. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) =>
    sign === '\u2028' ? '\\u2028' : '\\u2029',
  );
}

function unreadable(text: string, where: string): UserError {
  return new UserError(
    `${where}: cannot read the cell's metadata at '${text}'. ` +
      'Expected key=value with the value in JSON, such as tags=["slow"].',
  );
}
