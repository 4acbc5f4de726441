/** Code ready to run in the cells' process: plain data. */
export interface Unit {
  /** What stack frames call it: `cell[3]`, or the path of a module. */
  readonly file: string;
  /** The folder from which its imports and `import.meta` start. */
  readonly folder: string;
  /** The body of a function. */
  readonly code: string;
  /** Whether that function is async. */
  readonly async: boolean;
  /** What to load first, in this order. */
  readonly imports: readonly ResolvedImport[];
  /** The way from positions in `code` back to the source: see `edits.ts`, and a source map. */
  readonly shifts: readonly number[];
  readonly sourceMap: string;
}

export type ResolvedImport =
  /** A TypeScript module that our loader runs. */
  | { readonly kind: 'unit'; readonly path: string }
  | { readonly kind: 'json'; readonly path: string }
  /** A JavaScript file of the project; loaded again when `version` changes. */
  | { readonly kind: 'script'; readonly path: string; readonly version: string }
  /** A package or a module of Node, as Node finds it from `folder`, or from the importing one. */
  | { readonly kind: 'package'; readonly specifier: string; readonly folder?: string };

/** A TypeScript module with a name for its state: it changes with any module that it imports. */
export interface ModuleUnit extends Unit {
  readonly path: string;
  readonly version: string;
}

export interface CellUnit extends Unit {
  /** The cells whose variables it uses; they are its parameters. */
  readonly owners: readonly number[];
  /** Whether the value of its last expression is to be shown. */
  readonly showsValue: boolean;
  /** Modules that it imports, directly or not, that the process may not have yet. */
  readonly modules: readonly ModuleUnit[];
}
