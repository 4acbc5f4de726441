import type { CodeCell, Notebook } from '../../src/kernel/notebook/notebook.js';

/** What a test wants a code cell to be, besides its source. */
export interface CellWishes {
  readonly tags?: readonly string[];
  readonly count?: number;
  readonly printed?: string;
}

/** A notebook of code cells, each given by its source, or its source and more. */
export function codeNotebook(...cells: readonly (string | [string, CellWishes])[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'prunelab', language: 'typescript' } },
    cells: cells.map((each, i): CodeCell => {
      const [source, { tags, count, printed }] = typeof each === 'string' ? [each, {}] : each;
      return {
        cell_type: 'code',
        id: `cell-${i + 1}`,
        source,
        metadata: tags === undefined ? {} : { tags },
        execution_count: count ?? null,
        outputs:
          printed === undefined ? [] : [{ output_type: 'stream', name: 'stdout', text: printed }],
      };
    }),
  };
}
