import type { Row } from '../experiment/experiment.js';

/** Splits records into groups that agree on `keys`, in the order of first appearance. */
export function groupBy<T extends object>(
  records: readonly T[],
  keys: readonly (keyof T)[],
): T[][] {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const name = JSON.stringify(keys.map((key) => record[key]));
    const group = groups.get(name);
    if (group) group.push(record);
    else groups.set(name, [record]);
  }
  return [...groups.values()];
}

/** A column of rows that must hold numbers. */
export function numbers(rows: readonly Row[], column: string): number[] {
  return rows.map((row) => {
    const value = row[column];
    if (typeof value !== 'number') {
      throw new TypeError(`Column '${column}' should hold a number, but a row has ${value}.`);
    }
    return value;
  });
}

/**
 * One value per seed and arm, paired: `value(treated) - value(control)` for every seed that has both.
 *
 * An arm with several records for a seed (several random draws, say) counts with their mean, since
 * the unit of replication is the seed.
 */
export function pairedBySeed<T extends { readonly seed: number }>(
  treated: readonly T[],
  control: readonly T[],
  value: (record: T) => number,
): number[] {
  const controls = meanBySeed(control, value);
  return [...meanBySeed(treated, value)]
    .filter(([seed]) => controls.has(seed))
    .sort(([a], [b]) => a - b)
    .map(([seed, mean]) => mean - controls.get(seed)!);
}

function meanBySeed<T extends { readonly seed: number }>(
  records: readonly T[],
  value: (record: T) => number,
): Map<number, number> {
  return new Map(
    groupBy(records, ['seed']).map((group) => [
      group[0].seed,
      group.reduce((sum, record) => sum + value(record), 0) / group.length,
    ]),
  );
}
