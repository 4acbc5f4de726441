import type { Content } from '../protocol/envelope.js';
import { flag, integer, text } from '../protocol/fields.js';

/** What was typed since the kernel started. */
export interface History {
  record(id: string, count: number, code: string): void;
  /** Remembers the result of a cell, as text. */
  result(id: string, output: string): void;
  /** Answers a `history_request`: `[session, number, code]`, or `[..., [code, output]]`. */
  entries(request: Content): unknown[];
}

interface Entry {
  readonly id: string;
  readonly count: number;
  readonly code: string;
  output: string | null;
}

/** Sessions are counted from 1, and a kernel remembers only its own. */
const session = 1;
const usualTail = 10;

export function newHistory(): History {
  const all: Entry[] = [];
  return {
    record: (id, count, code) => void all.push({ id, count, code, output: null }),
    result: (id, output) => {
      const entry = all.findLast((each) => each.id === id);
      if (entry !== undefined) entry.output = output;
    },
    entries: (request) => {
      const withOutput = flag(request, 'output', false);
      return select(all, request).map(({ count, code, output }) => [
        session,
        count,
        withOutput ? [code, output] : code,
      ]);
    },
  };
}

function select(all: readonly Entry[], request: Content): readonly Entry[] {
  const access = text(request, 'hist_access_type');
  switch (access) {
    case 'range':
      return range(all, request);
    case 'tail':
      return last(all, integer(request, 'n') ?? usualTail);
    case 'search':
      return search(all, request);
    default:
      throw new Error(
        `hist_access_type is ${JSON.stringify(access)}; expected 'range', 'tail' or 'search'`,
      );
  }
}

/** The cells from `start` up to but without `stop`; negative numbers count from the end, 0 is it. */
function range(all: readonly Entry[], request: Content): readonly Entry[] {
  const asked = integer(request, 'session') ?? 0; // 0 is this session, -1 the one before
  if (asked !== 0 && asked !== session) return [];
  const end = (all.at(-1)?.count ?? 0) + 1;
  const fromEnd = (n: number): number => (n < 0 ? n + end : n);
  const start = fromEnd(integer(request, 'start') ?? 1);
  const stop = fromEnd(integer(request, 'stop') ?? 0) || end;
  return all.filter(({ count }) => count >= start && count < stop);
}

/** The last cells whose whole code matches a pattern; of equal ones the latest, if so asked. */
function search(all: readonly Entry[], request: Content): readonly Entry[] {
  const pattern = glob(text(request, 'pattern', '*'));
  const latest = new Map(all.map(({ code }, i) => [code, i]));
  const unique = flag(request, 'unique', false);
  const found = all.filter(
    ({ code }, i) => pattern.test(code) && (!unique || latest.get(code) === i),
  );
  return last(found, integer(request, 'n') ?? found.length);
}

function last(entries: readonly Entry[], n: number): readonly Entry[] {
  return n <= 0 ? [] : entries.slice(-n);
}

/** `*` stands for any text, `?` for any character. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}
