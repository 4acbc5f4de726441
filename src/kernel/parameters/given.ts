import { readFileSync } from 'node:fs';
import { UserError } from '../../errors.js';
import { isRecord } from '../notebook/notebook.js';

/** A value that somebody gives for a parameter. */
export interface Given {
  readonly name: string;
  /** The value as it was given, for messages. */
  readonly text: string;
  /** What it can mean, as TypeScript expressions; the first that fits the declared type is meant. */
  readonly meanings: readonly string[];
}

/** `name=value` as on the command line: `5`, `true` and JSON are that, and everything is a string. */
export function givenByText(assignment: string): Given {
  const [, name, text] = /^([^=\s]+)=(.*)$/s.exec(assignment) ?? [];
  if (name === undefined) {
    throw new UserError(`The parameter '${assignment}' is not of the form name=value.`);
  }
  const meanings = [...(isJson(text) ? [text.trim()] : numbers(text)), JSON.stringify(text)];
  return { name, text, meanings };
}

/** The values in a JSON file, which holds one object: parameters by name. */
export function givenByFile(path: string): Given[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UserError(`Cannot read the parameters ${path}: ${(cause as Error).message}.`, {
      cause,
    });
  }
  if (!isRecord(value)) {
    throw new UserError(`${path} holds no parameters; expected an object such as {"seeds": 5}.`);
  }
  return Object.entries(value).map(([name, each]) => {
    const text = JSON.stringify(each);
    return { name, text, meanings: [text] };
  });
}

/** The last value given for each name. */
export function lastGiven(given: readonly Given[]): Given[] {
  return [...new Map(given.map((each) => [each.name, each])).values()];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Numbers that TypeScript can write and JSON cannot: `.5`, `0x10`, `Infinity`, `10n`. */
function numbers(text: string): string[] {
  if (/^-?\d+n$/.test(text)) return [text];
  return /^[-+]?(?:[\d.]|Infinity)/.test(text) && !Number.isNaN(Number(text))
    ? [String(Number(text))]
    : [];
}
