/** Milliseconds per call over about `milliseconds`. */
export function time(call: () => void, milliseconds: number): number {
  const begin = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    call();
    calls++;
    elapsed = performance.now() - begin;
  }
  return elapsed / calls;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The number after `--name`, or the default. */
export function numberOption(name: string, otherwise: number): number {
  const value = option(name);
  return value === undefined ? otherwise : Number(value);
}

/** The word after `--name`, the empty string if nothing follows, undefined if it is not given. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return undefined;
  const next = process.argv.at(at + 1) ?? '';
  return next.startsWith('--') ? '' : next;
}
