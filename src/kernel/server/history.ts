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
  const pattern = text(request, 'pattern', '*');
  const latest = new Map(all.map(({ code }, i) => [code, i]));
  const unique = flag(request, 'unique', false);
  const found = all.filter(
    ({ code }, i) => fits(pattern, code) && (!unique || latest.get(code) === i),
  );
  return last(found, integer(request, 'n') ?? found.length);
}

function last(entries: readonly Entry[], n: number): readonly Entry[] {
  return n <= 0 ? [] : entries.slice(-n);
}

/**
 * Whether the pattern, in which `*` stands for any text and `?` for any character, fits all of the
 * text. Not a regular expression: one with many `*` would keep the kernel busy for ever.
 */
function fits(pattern: string, text: string): boolean {
  const [wanted, given] = [Array.from(pattern), Array.from(text)];
  let at = 0;
  let star = -1; // the last one met, and where the text after it starts
  let after = 0;
  for (let i = 0; i < given.length;) {
    if (wanted[at] === '*') {
      star = at++;
      after = i;
    } else if (wanted[at] === '?' || wanted[at] === given[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++after;
    } else return false;
  }
  return wanted.slice(at).every((each) => each === '*');
}
