import type { Finding } from './finding.js';

/** A finding as lines to print: where, what, and the line of code with the place marked. */
export function renderFinding(path: string, finding: Finding): string[] {
  const { rule, level, message, cell, line, column, frame, code } = finding;
  const name = code === undefined ? rule : `TS${code}`;
  return [
    `${path}, cell ${cell} (line ${line}:${column}): ${level} ${name}: ${message}`,
    ...(frame?.split('\n').map((each) => `    ${each}`) ?? []),
  ];
}
