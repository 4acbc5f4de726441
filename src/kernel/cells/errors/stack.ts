import { inspect, types } from 'node:util';
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
  const root = packageRoot();
  const ours = [`${root}/dist/src/kernel/`, `${root}/src/kernel/`];
  const frameOf = (site: NodeJS.CallSite): string | undefined => {
    const file = site.getFileName() ?? '';
    const path = file.replace('file://', '');
    if (file.startsWith('node:') || ours.some((each) => path.startsWith(each))) return undefined;
    const place = known.source(file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    if (place === undefined) return `    at ${(site as { toString(): string }).toString()}`;
    const where = `${file}:${place.line}:${place.column}`;
    const name = site.getFunctionName()?.replace(/^\$\$\d+\./, '') ?? '';
    return name === '' ? `    at ${where}` : `    at ${name} (${where})`;
  };
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map(frameOf).filter((frame) => frame !== undefined);
    return [headOf(error), ...frames].join('\n');
  };
  return {
    describe: (error) => {
      try {
        const evalue = cut(isError(error) ? messageOf(error) : inspect(error));
        const lines = traceback(error, known, new Set());
        return { ename: cut(nameOf(error)), evalue, traceback: lines.map(cut) };
      } catch {
        // Anything can be thrown, also what throws when it is looked at.
        const evalue = 'something was thrown that cannot be shown';
        return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
      }
    },
  };
}

function traceback(error: unknown, known: Positions, shown: Set<unknown>): string[] {
  if (!isError(error)) return [`Uncaught ${inspect(error)}`];
  if (shown.has(error)) return [`${headOf(error)} (see above)`];
  shown.add(error);
  const lines = stackOf(error)
    .split('\n')
    .filter((line) => !/^ {4}at .*\bnode:/.test(line));
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  const frame = lines.slice(Math.max(first, 0)).map((line) => codeFrame(line, known));
  lines.splice(first, 0, ...(frame.find(({ length }) => length > 0) ?? []));
  const { errors, cause } = error as { readonly errors?: unknown; readonly cause?: unknown };
  const parts = Array.isArray(errors) ? (errors as unknown[]) : [];
  for (const each of parts.slice(0, mostParts)) {
    lines.push('one of its errors:', ...traceback(each, known, shown));
  }
  if (parts.length > mostParts) lines.push(`and ${parts.length - mostParts} more errors`);
  if (cause !== undefined) lines.push('caused by:', ...traceback(cause, known, shown));
  return lines;
}

/** The stack, with a message of bearable length. */
function stackOf(error: Error): string {
  const head = headOf(error);
  const stack = writtenStack(error) ?? head;
  return stack.startsWith(head) ? cut(head) + stack.slice(head.length) : cut(stack);
}

function writtenStack(error: Error): string | undefined {
  try {
    return typeof error.stack === 'string' ? error.stack : undefined;
  } catch {
    return undefined; // somebody has put a broken `Error.prepareStackTrace` in the place of ours
  }
}

/** Also one of another realm, such as that of `vm.runInNewContext`. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value) || (!types.isProxy(value) && value instanceof Error);
}

/** The line of code that a frame names, if it is in a cell or a module of the author. */
function codeFrame(frame: string, known: Positions): string[] {
  const [, file, line, column] = /^ {4}at (?:.* \()?(.+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const text = file === undefined ? undefined : known.line(file, Number(line));
  return text === undefined || text.length > longestLine
    ? []
    : [`  ${text}`, `  ${text.slice(0, Number(column) - 1).replace(/\S/g, ' ')}^`];
}

/** The first line of a stack; also anything else can have one, such as what `console.trace` makes. */
function headOf(error: Error): string {
  const name = isError(error) ? nameOf(error) : namesOf(error)[0];
  const message = messageOf(error);
  return [name ?? 'Error', message].filter((each) => each !== '').join(': ');
}

function messageOf({ message = '' }: { readonly message?: unknown }): string {
  return String(message);
}

/** An error's class: its `name`, or its constructor's if it has no name of its own. */
function nameOf(error: unknown): string {
  if (!isError(error)) return 'Error';
  const names = namesOf(error);
  return names.find((each) => each !== 'Error') ?? 'Error';
}

/** The names that the error has, itself and as one of its class. */
function namesOf(error: Error): string[] {
  const { name, constructor } = error as { name: unknown; constructor?: { name?: unknown } };
  const isName = (each: unknown): each is string => typeof each === 'string' && each !== '';
  return [name, constructor?.name].filter(isName);
}

function cut(text: string): string {
  const more = text.length - longest;
  return more > 0 ? `${text.slice(0, longest)}… (${more} more characters)` : text;
}
