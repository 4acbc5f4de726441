import { inspect } from 'node:util';
import { packageRoot } from '../../../package-root.js';
import type { CellError } from '../../server/language.js';
import type { Positions } from './positions.js';

/** Errors in the author's words: cells and lines, none of our own calls. */
export interface Stacks {
  describe(error: unknown): CellError;
}

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
    describe: (error) => ({
      ename: nameOf(error),
      evalue: error instanceof Error ? error.message : inspect(error),
      traceback: traceback(error, known),
    }),
  };
}

function traceback(error: unknown, known: Positions): string[] {
  if (!(error instanceof Error)) return [`Uncaught ${inspect(error)}`];
  const lines = (error.stack ?? headOf(error)).split('\n');
  const firstFrame = lines.findIndex((line) => /^ {4}at /.test(line));
  const frame = firstFrame < 0 ? [] : codeFrame(lines[firstFrame], known);
  if (frame.length > 0) lines.splice(firstFrame, 0, ...frame);
  if (error instanceof AggregateError) {
    for (const each of error.errors) lines.push('one of its errors:', ...traceback(each, known));
  }
  if (error.cause !== undefined) lines.push('caused by:', ...traceback(error.cause, known));
  return lines;
}

/** The line of code that a frame names, if it is in a cell or a module of the author. */
function codeFrame(frame: string, known: Positions): string[] {
  const [, file, line, column] = /^ {4}at (?:.* \()?(.+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const text = file === undefined ? undefined : known.line(file, Number(line));
  return text === undefined ? [] : [`  ${text}`, `  ${' '.repeat(Number(column) - 1)}^`];
}

function headOf(error: Error): string {
  const name = nameOf(error);
  return error.message === '' ? name : `${name}: ${error.message}`;
}

/** An error's class: its `name`, or its constructor's if it has no name of its own. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return error.name === 'Error' ? error.constructor.name : error.name;
}
