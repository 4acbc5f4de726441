import { readFileSync } from 'node:fs';
import { UserError } from '../../errors.js';

/**
 * The text of a file in UTF-8, without a byte order mark; of standard input, if that is `0`.
 *
 * Throws a `UserError` if the bytes are not UTF-8: written back, they would be lost.
 */
export function readText(path: string | 0): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(
      `${path === 0 ? 'standard input' : path} is not in UTF-8, as notebooks and scripts are. Save it again in that encoding.`,
      { cause },
    );
  }
}
