import { SourceMap } from 'node:module';
import type { Unit } from '../../compiler/compiled.js';
import { columnBefore } from '../../compiler/rewrite/edits.js';

/** A place in the author's text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

type Payload = ConstructorParameters<typeof SourceMap>[0];

/** Where code that runs came from. */
export interface Positions {
  add(unit: Unit): void;
  /** The place in the source of `file` that gave this place of its code; undefined if none did. */
  source(file: string, line: number, column: number): Position | undefined;
  /** A line of the source of `file`, counted from 1. */
  line(file: string, line: number): string | undefined;
}

interface Known {
  readonly unit: Unit;
  map?: SourceMap;
}

export function positions(): Positions {
  const units = new Map<string, Known>();
  const mapOf = (known: Known): SourceMap =>
    (known.map ??= new SourceMap(JSON.parse(known.unit.sourceMap) as Payload));
  return {
    add: (unit) => void units.set(unit.file, { unit }),
    source: (file, line, column) => {
      const known = units.get(file);
      if (known === undefined) return undefined;
      const before = columnBefore(known.unit.shifts, line - 1, column - 1);
      const entry = mapOf(known).findEntry(line - 1, before);
      if (!('originalLine' in entry)) return undefined;
      return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
    line: (file, line) => {
      const known = units.get(file);
      return known && mapOf(known).payload.sourcesContent[0]?.split('\n')[line - 1];
    },
  };
}
