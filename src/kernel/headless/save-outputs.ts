import type { Notebook } from '../notebook/notebook.js';
import { readText } from '../notebook/read-text.js';
import { writeNotebook } from '../notebook/write-notebook.js';

/**
 * Writes an executed notebook; returns why not, if it could not be written.
 *
 * `before` is what the file has to hold still: somebody may have edited it while its cells ran.
 */
export function saveOutputs(
  path: string,
  executed: Notebook,
  before: string | undefined,
): string | undefined {
  try {
    if (before !== undefined && readText(path) !== before) {
      return `${path} was edited while it ran, so its outputs are not written; run it again.`;
    }
    writeNotebook(path, executed);
    return undefined;
  } catch (error) {
    return `The outputs cannot be written to ${path}: ${(error as Error).message}.`;
  }
}
