import type { CellUnit, ModuleUnit, ResolvedImport } from '../../compiler/compiled.js';
import type { MimeBundle } from '../../notebook/notebook.js';
import type { CellError, CommMessage, Published } from '../../server/language.js';

/** What the kernel tells the process in which cells run. */
export type ToCells =
  | {
      readonly type: 'run';
      readonly id: string;
      readonly unit: CellUnit;
      readonly show: ShowResult;
    }
  | { readonly type: 'interrupt' }
  | {
      readonly type: 'answer';
      readonly ask: number;
      readonly text?: string;
      readonly error?: string;
    }
  | { readonly type: 'imported'; readonly ask: number; readonly found: Imported }
  | { readonly type: 'comm'; readonly message: CommMessage };

/** What to do with the value of the last expression: show it, hand it back, or neither. */
export type ShowResult = 'publish' | 'return' | 'no';

export type Imported =
  | { readonly resolved: ResolvedImport; readonly modules: readonly ModuleUnit[] }
  | { readonly error: string };

/** What that process tells the kernel. */
export type FromCells =
  | { readonly type: 'ready' }
  | { readonly type: 'publish'; readonly id: string; readonly output: Published }
  | { readonly type: 'done'; readonly id: string; readonly end: RunEnd }
  | {
      readonly type: 'ask';
      readonly ask: number;
      readonly id: string;
      readonly prompt: string;
      readonly password: boolean;
    }
  | {
      readonly type: 'import';
      readonly ask: number;
      readonly specifier: string;
      readonly folder: string;
    }
  /** It does not stop: nothing but its end will help. */
  | { readonly type: 'stuck' };

export interface RunEnd {
  readonly error?: CellError;
  /** The value of the last expression, if it was to be handed back. */
  readonly value?: MimeBundle;
  /** How many of its declaring statements the cell came past; -1 if it did not start. */
  readonly reached: number;
}
