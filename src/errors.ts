import { distance } from 'fastest-levenshtein';

/**
 * A mistake in what the user gave us, told in a way that lets them mend it.
 *
 * The message says what was given, what was expected and what to do. The command line prints the
 * message alone; every other error is a defect of ours and keeps its stack.
 */
export class UserError extends Error {
  override name = 'UserError';
}

/** The known names closest to `given`, best first: at most three, none that is far off. */
export function nearNames(given: string, known: readonly string[]): string[] {
  const limit = Math.max(2, Math.ceil(given.length / 3));
  return known
    .map((name) => ({ name, d: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, d }) => d <= limit || (given.length > 2 && name.startsWith(given)))
    .sort((a, b) => a.d - b.d || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/**
 * An error for a name that is not in a register, with the near names offered; plain JavaScript may
 * give something that is no text at all.
 */
export function unknownName(kind: string, given: unknown, known: readonly string[]): UserError {
  if (typeof given !== 'string') {
    return new UserError(
      `The ${kind} must be given by its name, but is ${String(given)}. Known: ${known.join(', ')}.`,
    );
  }
  const near = nearNames(given, known);
  const hint =
    near.length > 0
      ? `Did you mean ${near.map((n) => `'${n}'`).join(' or ')}?`
      : `Known: ${known.join(', ')}.`;
  return new UserError(`There is no ${kind} '${given}'. ${hint}`);
}

/** Looks `name` up in a register, or says which near names there are. */
export function lookUp<T>(kind: string, register: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(register, name)) throw unknownName(kind, name, Object.keys(register));
  return register[name];
}
