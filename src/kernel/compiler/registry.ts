import { cellSpecifier } from './files.js';
import type { DeclaredName } from './names.js';

/** The names that cells have declared so far. */
export interface Registry {
  get(name: string): KnownName | undefined;
  names(): Iterable<string>;
  /** Notes what cell `count` has declared; the names now mean that. */
  declare(count: number, names: readonly DeclaredName[]): void;
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
}

export function registry(): Registry {
  const known = new Map<string, KnownName>();
  return {
    get: (name) => known.get(name),
    names: () => known.keys(),
    declare: (count, names) => {
      for (const each of names) {
        const owner = known.get(each.name)?.owner ?? count;
        known.set(each.name, { ...each, cell: count, owner });
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
