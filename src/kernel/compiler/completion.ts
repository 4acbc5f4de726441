import ts from 'typescript';
import type { Completion, Completions } from '../server/language.js';
import type { Session } from './session.js';

/** What could stand at a position of a cell: names, members, the paths of imports. */
export function completeAt(session: Session, code: string, position: number): Completions {
  const { service, file, offset } = session.look(code);
  const info = service.getCompletionsAtPosition(file, offset + position, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  const given = info?.optionalReplacementSpan;
  const span = given ? { ...given, start: given.start - offset } : typedWord(code, position);
  const { start } = span;
  const typed = code.slice(start, position).replace(/^['"]/, '');
  const matches = (info?.entries ?? [])
    .map((entry) => ({ entry, rank: rankOf(entry.name, typed) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || compare(a.entry.sortText, b.entry.sortText))
    .map(({ entry }): Completion => ({ text: entry.name, kind: entry.kind }));
  return { matches, start, end: Math.max(position, start + span.length) };
}

/** How well a name fits what was typed: its beginning, its beginning in other case, a part, not. */
function rankOf(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const [lower, part] = [name.toLowerCase(), typed.toLowerCase()];
  if (lower.startsWith(part)) return 1;
  return lower.includes(part) ? 2 : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The word, or the last part of a path, that ends at the position. */
function typedWord(code: string, position: number): ts.TextSpan {
  const typed = /[\w$#]*$/.exec(code.slice(0, position))?.[0] ?? '';
  return { start: position - typed.length, length: typed.length };
}
