import { cellSpecifier } from './files.js';
import type { DeclaredName, Meaning } from './names.js';

/** The names that cells have declared so far. */
export interface Registry {
  /**
   * Whether a cell that gives the name this meaning adds to what is known of it, as
   * `type Shape = typeof Shape` does below `const Shape`, rather than take its place.
   */
  adds(name: string, meaning: Meaning | undefined): boolean;
  get(name: string): KnownName | undefined;
  names(): Iterable<string>;
  /** Notes what cell `count` has declared; the names now mean that. */
  declare(
    count: number,
    names: readonly DeclaredName[],
    meanings?: ReadonlyMap<string, Meaning>,
  ): void;
  /** Lines that make names of earlier cells visible to a cell, for the compiler. */
  header(names: Iterable<string>): string;
  /** The cells that still give a name its meaning. */
  cells(): Set<number>;
}

export interface KnownName extends DeclaredName {
  /** The cell that declared it last. */
  readonly cell: number;
  /** The cell that declared it first: its value lives there, so that older closures see it. */
  readonly owner: number;
  /** `parts`: a value and a type from different cells, each of which can be declared anew. */
  readonly meaning: Meaning | 'parts';
}

export function registry(): Registry {
  const known = new Map<string, KnownName>();
  const adds = (name: string, meaning: Meaning = 'both'): boolean => {
    const before = known.get(name)?.meaning ?? 'both';
    return meaning !== 'both' && before !== 'both' && before !== meaning;
  };
  return {
    adds,
    get: (name) => known.get(name),
    names: () => known.keys(),
    declare: (count, names, meanings = new Map()) => {
      for (const { name, mutable } of names) {
        const owner = known.get(name)?.owner ?? count;
        const own = meanings.get(name) ?? 'both';
        const isPart = adds(name, own);
        const about = isPart
          ? ({ mutable: false, meaning: 'parts' } as const)
          : { mutable, meaning: own };
        known.set(name, { name, ...about, cell: count, owner });
      }
    },
    header: (names) => {
      const constants = new Map<number, string[]>();
      const lines: string[] = [];
      for (const name of names) {
        const each = known.get(name);
        if (each === undefined) continue;
        // An import cannot be assigned to; a declared variable of the same type can.
        if (each.mutable) {
          lines.push(`declare let ${name}: typeof import('${cellSpecifier(each.cell)}').${name};`);
        } else constants.set(each.cell, [...(constants.get(each.cell) ?? []), name]);
      }
      for (const [cell, list] of constants) {
        lines.push(`import { ${list.join(', ')} } from '${cellSpecifier(cell)}';`);
      }
      return lines.join('\n');
    },
    cells: () => new Set([...known.values()].map(({ cell }) => cell)),
  };
}
