import { inspect } from 'node:util';
import { packageRoot } from '../../../package-root.js';
import type { CellError } from '../../server/language.js';
import type { Positions } from './positions.js';

/** Errors in the author's words: cells and lines, none of our own calls. */
export interface Stacks {
  describe(error: unknown): CellError;
}

/** How many parts of an `AggregateError` are told. */
const mostParts = 10;
/** Characters of a text, and of a line of code: errors may carry megabytes. */
const longest = 5000;
const longestLine = 300;

/** Makes every `error.stack` name cells and lines of the source. */
export function readableStacks(known: Positions): Stacks {
  const ours = `${packageRoot()}/dist/src/kernel/`;
  const frameOf = (site: NodeJS.CallSite): string | undefined => {
    const file = site.getFileName() ?? '';
    if (file.startsWith('node:') || file.replace('file://', '').startsWith(ours)) return undefined;
    const place = known.source(file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    if (place === undefined) return `    at ${(site as { toString(): string }).toString()}`;
    const where = `${file}:${place.line}:${place.column}`;
    const name = site.getFunctionName();
    return name === null || name === '' ? `    at ${where}` : `    at ${name} (${where})`;
  };
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map(frameOf).filter((frame) => frame !== undefined);
    return [headOf(error), ...frames].join('\n');
  };
  return {
    describe: (error) => {
      try {
        return described(error, known);
      } catch (cause) {
        return indescribable(cause);
      }
    },
  };
}

function described(error: unknown, known: Positions): CellError {
  return {
    ename: nameOf(error),
    evalue: cut(error instanceof Error ? textOf(error.message) : inspect(error)),
    traceback: traceback(error, known, new Set()).map(cut),
  };
}

/** For what throws when one looks at it. */
function indescribable(cause: unknown): CellError {
  const why = cause instanceof RangeError ? 'it is too deep' : 'it throws when one looks at it';
  const evalue = `Something was thrown that cannot be described: ${why}.`;
  return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
}

/** The lines about an error; `told` holds the errors above it, which may come round again. */
function traceback(error: unknown, known: Positions, told: Set<unknown>): string[] {
  if (!(error instanceof Error)) return [`Uncaught ${inspect(error)}`];
  if (told.has(error)) return [`${headOf(error)} (see above)`];
  told.add(error);
  const lines = stackOf(error).split('\n');
  const firstFrame = lines.findIndex((line) => /^ {4}at /.test(line));
  const frame = firstFrame < 0 ? [] : codeFrame(lines[firstFrame], known);
  if (frame.length > 0) lines.splice(firstFrame, 0, ...frame);
  const parts: unknown[] =
    error instanceof AggregateError && Array.isArray(error.errors) ? error.errors : [];
  for (const each of parts.slice(0, mostParts)) {
    lines.push('one of its errors:', ...traceback(each, known, told));
  }
  if (parts.length > mostParts) lines.push(`and ${parts.length - mostParts} more errors`);
  if (error.cause !== undefined) lines.push('caused by:', ...traceback(error.cause, known, told));
  return lines;
}

function stackOf(error: Error): string {
  return typeof error.stack === 'string' ? error.stack : headOf(error);
}

/** The line of code that a frame names, if it is in a cell or a module of the author. */
function codeFrame(frame: string, known: Positions): string[] {
  const [, file, line, column] = /^ {4}at (?:.* \()?(.+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const text = file === undefined ? undefined : known.line(file, Number(line));
  if (text === undefined || text.length > longestLine) return [];
  return [`  ${text}`, `  ${' '.repeat(Number(column) - 1)}^`];
}

function headOf(error: Error): string {
  const [name, message] = [nameOf(error), textOf(error.message)];
  return message === '' ? name : `${name}: ${message}`;
}

/** An error's class: its `name`, or its constructor's if it has no name of its own. */
function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('name' in error)) return 'Error';
  const names = [error.name, error.constructor?.name];
  return String(names[error.name === 'Error' && error instanceof Error ? 1 : 0] ?? 'Error');
}

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : inspect(message);
}

function cut(text: string): string {
  const left = text.length - longest;
  return left > 0 ? `${text.slice(0, longest)}… ${left} more characters` : text;
}
