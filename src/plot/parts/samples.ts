import { UserError } from '../../errors.js';
import type { Column } from '../summarise.js';

/** All numbers of a column whose cells are numbers or lists of numbers, in the order of the rows. */
export function numbersOf<T extends object>(rows: readonly T[], column: Column<T>): number[] {
  const numbers: number[] = [];
  for (const row of rows) {
    const cell: unknown = row[column];
    if (typeof cell === 'number') numbers.push(cell);
    else if (isList(cell)) for (const value of cell) numbers.push(value);
    else throw notNumbers(column, cell);
  }
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw notNumbers(column, numbers[bad]);
  return numbers;
}

function isList(cell: unknown): cell is Iterable<number> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
}

function notNumbers(column: string, found: unknown): UserError {
  return new UserError(
    `A figure needs finite numbers, or lists of them, in the column '${column}', ` +
      `but a row has ${String(found)}.`,
  );
}

/** The smallest and the largest of many values. */
export function extentOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
