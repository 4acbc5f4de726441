import type { Run } from '../run.js';

/** What a unit's code reaches as `$$run`; see `compiler/rewrite.ts`. */
export interface RunApi {
  /** The namespaces of its imports. */
  readonly modules: readonly object[];
  readonly meta: ImportMeta;
  /** `import()` as a call. */
  import(specifier: string): Promise<object>;
  /** Whose code is about to wait. */
  here(): Run | undefined;
  /** What an `await` gave; the code goes on as part of its run, unless that was interrupted. */
  resumed<T>(run: Run | undefined, value: T): T;
  /** The values of a `for await`, until the cell is interrupted. */
  each<T>(values: AsyncIterable<T> | Iterable<T | Promise<T>>): AsyncIterable<T>;
}

/** A cell has a result, and comes past its declarations. */
export interface CellApi extends RunApi {
  value: unknown;
  reached: number;
}

/** A module has exports. */
export interface ModuleApi extends RunApi {
  exports(getters: Readonly<Record<string, () => unknown>>): void;
  exportAll(namespace: object): void;
}
