import { declaredNames } from '../../compiler/names.js';
import type { Problem } from '../../compiler/diagnostics.js';
import { newSession } from '../../compiler/session.js';
import type { CheckedCell } from './checked-cell.js';
import type { Finding } from './finding.js';
import { findUnusedPromises } from './unused-promise.js';

/**
 * The compiler's errors that say that a name means nothing: a value, a namespace, a shorthand, or
 * one that it knows from elsewhere, such as `test` or `process`.
 */
const unknownName = [2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 18004];

/**
 * Checks the cells one after the other as the kernel does, which sees the names of the cells above.
 *
 * Names of a cell that has errors are taken to be fine in later cells, so that each mistake is told
 * once. A cell tagged `raises-exception` may have errors.
 */
export function checkTypes(cells: readonly CheckedCell[], folder: string): Finding[] {
  const session = newSession(folder);
  const broken = new Set<string>();
  const told = new Set<string>();
  return cells.flatMap((cell, i) => {
    const compilation = session.compile(cell.cell.source, cell.number);
    if (compilation.ok) {
      const promises = findUnusedPromises(session, cell);
      session.declare(compilation.cell);
      for (const { name } of compilation.cell.names) broken.delete(name);
      return promises;
    }
    if (cell.tags.includes('raises-exception')) return [];
    for (const { name } of declaredNames(cell.file)) broken.add(name);
    return compilation.problems
      .filter((problem) => !broken.has(missingName(problem) ?? ''))
      .filter((problem) => isNews(problem, told))
      .map((problem) => findingOf(problem, cell, cells.slice(i + 1)));
  });
}

/** The name that a problem calls unknown. */
function missingName({ code, message }: Problem): string | undefined {
  return unknownName.includes(code) ? /'([^']+)'/.exec(message)?.[1] : undefined;
}

/** A module with an error has it in every cell that imports the module. */
function isNews({ file, line, column, message }: Problem, told: Set<string>): boolean {
  if (file === undefined) return true;
  const key = `${file}:${line}:${column} ${message}`;
  if (told.has(key)) return false;
  told.add(key);
  return true;
}

function findingOf(problem: Problem, cell: CheckedCell, below: readonly CheckedCell[]): Finding {
  const { code, message, file, line, column, frame } = problem;
  const name = missingName(problem);
  const later =
    name === undefined
      ? undefined
      : below.find((each) => declaredNames(each.file).some((own) => own.name === name));
  const common = { level: 'error', cell: cell.number, line, column, frame } as const;
  if (later !== undefined) {
    return {
      ...common,
      rule: 'use-before-definition',
      message:
        `'${name ?? ''}' is defined further down, in cell ${later.number}; ` +
        'a cell can only use, even in its functions, what a cell above it defines.',
    };
  }
  if (file === undefined) return { ...common, rule: 'type', message, code };
  return {
    ...common,
    rule: 'type',
    message: `in ${file}:${line}:${column}: ${message}`,
    code,
    line: 1,
    column: 1,
  };
}
