import type { Content } from './envelope.js';

/** A field of a message, if it is of the kind we expect: front ends leave out or null what they like. */
export function text(content: Content, field: string, otherwise = ''): string {
  const value = content[field];
  return typeof value === 'string' ? value : otherwise;
}

export function flag(content: Content, field: string, otherwise: boolean): boolean {
  const value = content[field];
  return typeof value === 'boolean' ? value : otherwise;
}

export function integer(content: Content, field: string): number | undefined {
  const value = content[field];
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** The entries of a field that are texts, if it is an object. */
export function texts(content: Content, field: string): Record<string, string> {
  const value = content[field];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
