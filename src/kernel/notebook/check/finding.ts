/** What the rules are called; `type` is the compiler itself. */
export type Rule =
  | 'type'
  | 'use-before-definition'
  | 'redefinition'
  | 'hidden-state'
  | 'process-exit'
  | 'unused-promise';

/** Errors stop a run from top to bottom; warnings may mislead a reader; infos are worth a look. */
export type Level = 'error' | 'warning' | 'info';

/** Something that a check found in a cell. */
export interface Finding {
  readonly rule: Rule;
  readonly level: Level;
  readonly message: string;
  /** The number of the cell among all cells of the notebook, from 1. */
  readonly cell: number;
  /** Counted from 1, in the cell. */
  readonly line: number;
  readonly column: number;
  /** The line with marks below the place; undefined for what concerns the whole cell. */
  readonly frame: string | undefined;
  /** The number of the compiler's error. */
  readonly code?: number;
}
