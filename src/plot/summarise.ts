import { UserError } from '../errors.js';
import { mean } from '../math/statistics.js';
import { tInterval } from '../math/student-t.js';

/** The spread of y over the seeds at one x of one group. */
export interface Summary {
  readonly group: string;
  readonly x: number;
  /** Seeds, or rows where no unit is given. */
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** 95 % t interval of the mean; null for a single value. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Names of a row's columns. */
export type Column<T> = keyof T & string;

export interface SummaryColumns<T> {
  readonly x: Column<T>;
  readonly y: Column<T>;
  readonly group: Column<T>;
  /** Rows of a group that agree on this, such as the seed, count once, with their mean. */
  readonly unit?: Column<T>;
  /** The mean and its interval are those of the logarithms, as a logarithmic y axis shows them. */
  readonly geometric?: boolean;
}

/** Mean, range and interval of y for every group and x; groups as they come, x upwards. */
export function summarise<T extends object>(
  rows: readonly T[],
  { x, y, group, unit, geometric = false }: SummaryColumns<T>,
): Summary[] {
  const groups = partition(rows, (row) => String(row[group]));
  return [...groups].flatMap(([name, members]) =>
    [...partition(members, (row) => finite(row, x))]
      .sort(([a], [b]) => a - b)
      .map(([at, same]) => ({ group: name, x: at, ...spread(perUnit(same, y, unit), geometric) })),
  );
}

/** One value of y for every unit; without units, for every row. */
export function perUnit<T extends object>(
  rows: readonly T[],
  y: Column<T>,
  unit: Column<T> | undefined,
): number[] {
  if (unit === undefined) return rows.map((row) => finite(row, y));
  return [...partition(rows, (row) => row[unit]).values()].map((same) =>
    mean(same.map((row) => finite(row, y))),
  );
}

/** Mean, range and interval of some values. */
export function spread(values: readonly number[], geometric = false): Omit<Summary, 'group' | 'x'> {
  if (geometric) return ofLogarithms(values);
  const [low, high] = values.length < 2 ? [null, null] : tInterval(values);
  return {
    n: values.length,
    mean: mean(values),
    min: Math.min(...values),
    max: Math.max(...values),
    low,
    high,
  };
}

function ofLogarithms(values: readonly number[]): Omit<Summary, 'group' | 'x'> {
  const smallest = Math.min(...values);
  if (!(smallest > 0)) {
    throw new UserError(
      `A logarithmic axis needs values above 0, but there is ${smallest}. Use a linear one.`,
    );
  }
  const { mean, low, high } = spread(values.map(Math.log));
  return {
    n: values.length,
    mean: Math.exp(mean),
    min: smallest,
    max: Math.max(...values),
    low: low === null ? null : Math.exp(low),
    high: high === null ? null : Math.exp(high),
  };
}

/** The rows that agree on a key, keys in the order they come in. */
export function partition<T, K>(rows: readonly T[], key: (row: T) => K): Map<K, T[]> {
  const parts = new Map<K, T[]>();
  for (const row of rows) {
    const name = key(row);
    const part = parts.get(name);
    if (part) part.push(row);
    else parts.set(name, [row]);
  }
  return parts;
}

/** The number a row has in a column; throws a `UserError` for anything else. */
export function finite<T extends object>(row: T, column: Column<T>): number {
  const value: unknown = row[column];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new UserError(
    `A figure needs a finite number in the column '${column}', but a row has ${String(value)}. ` +
      `The row has the columns ${Object.keys(row).join(', ')}.`,
  );
}
