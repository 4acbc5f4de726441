import fs from 'node:fs';
import type { Mask } from '../../src/models/mask.js';
import type { Scores } from '../../src/pruning/scorer.js';

/** How the code of sparse double descent pruned a convolutional net up to three times in a row. */
export interface SddPrunings {
  readonly names: readonly string[];
  /** |w|, which stays the same from one pruning to the next. */
  readonly magnitudes: Scores;
  /** Drawn with the same seed for every parameter, so that all begin with the same scores. */
  readonly random: Scores;
  /** The share of the survivors that a pruning sets out to remove. */
  readonly fraction: number;
  /** The masks after one, two and three prunings, by how the code was asked to prune. */
  readonly masks: Readonly<Record<string, readonly Mask[]>>;
}

interface Fixture {
  readonly fraction: number;
  readonly weights: Record<string, number[]>;
  readonly randomScores: number[];
  readonly prunings: Record<string, Record<string, string>[]>;
}

export function sddPrunings(): SddPrunings {
  const url = new URL('../fixtures/sdd-masks.json', import.meta.url);
  const fixture = JSON.parse(fs.readFileSync(url, 'utf8')) as Fixture;
  const { weights, randomScores, prunings, fraction } = fixture;
  const perWeight = (values: (name: string) => number[]): Scores =>
    Object.fromEntries(Object.keys(weights).map((name) => [name, Float32Array.from(values(name))]));
  const bits = (text: Record<string, string>): Mask =>
    Object.fromEntries(
      Object.entries(text).map(([name, digits]) => [name, Uint8Array.from(digits, Number)]),
    );
  return {
    names: Object.keys(weights),
    magnitudes: perWeight((name) => weights[name].map(Math.abs)),
    random: perWeight((name) => randomScores.slice(0, weights[name].length)),
    fraction,
    masks: Object.fromEntries(Object.entries(prunings).map(([way, list]) => [way, list.map(bits)])),
  };
}
