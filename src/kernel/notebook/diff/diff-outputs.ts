import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';
import { diffArrays } from 'diff';
import type { MimeBundle, Output } from '../notebook.js';
import { diffLines } from './diff-lines.js';

/** How an output differs, in one line, and line by line where it is text. */
export interface OutputDiff {
  readonly summary: string;
  readonly lines: readonly string[];
}

/** How the outputs of a cell differ; execution counts do not count. */
export function diffOutputs(a: readonly Output[], b: readonly Output[]): OutputDiff[] {
  return pairUp(a, b).flatMap(([before, after]) => {
    const summary = compare(before, after);
    return summary === '' ? [] : [{ summary, lines: diffLines(textOf(before), textOf(after)) }];
  });
}

type OutputPair = readonly [Output | undefined, Output | undefined];

/** Outputs of one kind belong together; so do others that take each other's place. */
function pairUp(a: readonly Output[], b: readonly Output[]): OutputPair[] {
  const pairs: OutputPair[] = [];
  let gone: Output[] = [];
  const giveUp = (count: number): void => {
    pairs.push(...gone.splice(0, count).map((each): OutputPair => [each, undefined]));
  };
  let [i, j] = [0, 0];
  for (const { added, removed, count } of diffArrays(a.map(kindOf), b.map(kindOf))) {
    if (removed) {
      gone = a.slice(i, i + count);
      i += count;
      continue;
    }
    if (!added) giveUp(gone.length);
    for (const after of b.slice(j, j + count)) {
      const partner = 'data' in after ? gone.findIndex((each) => 'data' in each) : -1;
      if (partner >= 0) giveUp(partner);
      pairs.push([added ? (partner >= 0 ? gone.shift() : undefined) : a[i++], after]);
    }
    j += count;
  }
  giveUp(gone.length);
  return pairs;
}

function kindOf(output: Output): string {
  if (output.output_type === 'stream') return output.name;
  return output.output_type === 'error' ? 'error' : Object.keys(output.data).sort().join(' ');
}

/** What became of an output, in words; nothing if it is the same. */
function compare(before: Output | undefined, after: Output | undefined): string {
  if (before === undefined) return after === undefined ? '' : `added: ${describe(after)}`;
  if (after === undefined) return `removed: ${describe(before)}`;
  if ('data' in before && 'data' in after) {
    const parts = compareBundles(before.data, after.data);
    if (!isDeepStrictEqual(before.metadata, after.metadata)) parts.push('metadata changed');
    return parts.join(', ');
  }
  if (isDeepStrictEqual(before, after)) return '';
  const [left, right] = [describe(before), describe(after)];
  return left === right ? `changed: ${left}` : `changed: ${left} -> ${right}`;
}

function compareBundles(a: MimeBundle, b: MimeBundle): string[] {
  return Object.keys({ ...a, ...b })
    .filter((mime) => !isDeepStrictEqual(a[mime], b[mime]))
    .map((mime) => {
      if (!(mime in a)) return `${mime} added (${size(mime, b[mime])})`;
      if (!(mime in b)) return `${mime} removed (${size(mime, a[mime])})`;
      return `${mime} changed (${size(mime, a[mime])} -> ${size(mime, b[mime])})`;
    });
}

function describe(output: Output): string {
  if (output.output_type === 'error') return `error ${output.ename}: ${output.evalue}`;
  if (output.output_type === 'stream') {
    const lines = output.text.split('\n').length - (output.text.endsWith('\n') ? 1 : 0);
    return `${output.name} of ${lines} ${lines === 1 ? 'line' : 'lines'}`;
  }
  return Object.entries(output.data)
    .map(([mime, value]) => `${mime} (${size(mime, value)})`)
    .join(', ');
}

function size(mime: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isBase64 = /^(?:image|audio|video)\//.test(mime) && !mime.endsWith('+xml');
  const bytes = Buffer.byteLength(text, isBase64 ? 'base64' : 'utf8');
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function textOf(output: Output | undefined): string {
  if (output === undefined) return '';
  if (output.output_type === 'stream') return output.text.replace(/\n$/, '');
  if (output.output_type === 'error') return stripVTControlCharacters(output.traceback.join('\n'));
  const plain = output.data['text/plain'];
  return typeof plain === 'string' ? plain : '';
}
