import { dirname, resolve } from 'node:path';
import { UserError } from '../../../errors.js';
import { isRecord, readNotebook, type Notebook } from '../notebook.js';
import { checkedCells } from './checked-cell.js';
import { checkTypes } from './check-types.js';
import type { Finding } from './finding.js';
import { findHiddenState } from './hidden-state.js';
import { findProcessExits } from './process-exit.js';
import { findRedefinitions } from './redefinition.js';

/**
 * Checks the notebook at `path` without running it, in the order of its cells.
 *
 * Types are those of the kernel, with the settings of the project around the notebook. Throws a
 * `UserError` if it is no TypeScript notebook.
 */
export function checkNotebook(path: string): Finding[] {
  const notebook = readNotebook(path);
  const language = languageOf(notebook);
  if (language !== undefined && !/^(?:typescript|javascript)$/i.test(language)) {
    throw new UserError(`${path} is written in ${language}; expected a TypeScript notebook.`);
  }
  const cells = checkedCells(notebook);
  const findings = [
    ...checkTypes(cells, resolve(dirname(path))),
    ...findHiddenState(cells),
    ...findProcessExits(cells),
    ...findRedefinitions(cells),
  ];
  return findings.sort((a, b) => a.cell - b.cell || a.line - b.line || a.column - b.column);
}

function languageOf({ metadata }: Notebook): string | undefined {
  const { kernelspec, language_info: info } = metadata;
  const named = isRecord(info) ? info.name : undefined;
  const language = named ?? (isRecord(kernelspec) ? kernelspec.language : undefined);
  return typeof language === 'string' ? language : undefined;
}
