import { structuredPatch } from 'diff';

const CONTEXT = 3;

/**
 * The lines in which two texts differ, as `diff -u` writes them: each behind a blank, `-` or `+`,
 * with an `@@` line before each stretch; empty if the texts are equal.
 */
export function diffLines(a: string, b: string): string[] {
  const { hunks } = structuredPatch('', '', ended(a), ended(b), '', '', { context: CONTEXT });
  const single = hunks.length === 1 && hunks[0].oldStart <= 1 && hunks[0].newStart <= 1;
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    ...(single ? [] : [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`]),
    ...lines,
  ]);
}

/** A text that ends its last line, so that a cell, which does not, is compared like a file. */
function ended(text: string): string {
  return text === '' ? '' : `${text}\n`;
}
