import { lookUp, UserError } from '../errors.js';

/** Throws unless the setting `name` of a config is as expected. */
export function demand(holds: boolean, name: string, given: unknown, expected: string): void {
  if (!holds) {
    throw new UserError(`The setting '${name}' must be ${expected}, but is ${String(given)}.`);
  }
}

/** Throws unless the setting, which chooses a `kind` of thing, is one of `choices`. */
export function demandOneOf(choices: readonly string[], kind: string, given: string): void {
  lookUp(kind, Object.fromEntries(choices.map((choice) => [choice, choice])), given);
}

/** Whether `value` is a whole number, 0 or more. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Whether `value` is at least 0 and below 1. */
export function isFraction(value: number): boolean {
  return value >= 0 && value < 1;
}

/** A measurement as rows hold it. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
