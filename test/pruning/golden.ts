import fs from 'node:fs';
import type { Mask } from '../../src/models/mask.js';
import type { Scores } from '../../src/pruning/scorer.js';

/** One level of iterative magnitude pruning, as the official open_lth code did it. */
export interface GoldenLevel {
  readonly mask: Mask;
  readonly scores: Scores;
  readonly nextMask: Mask;
  /** ceil(fraction * survivors), what the code set out to prune. */
  readonly toPrune: number;
}

export interface GoldenCase {
  readonly name: string;
  /** Tensors that are not pruned. */
  readonly ignored: readonly string[];
  readonly levels: readonly GoldenLevel[];
}

interface Fixture {
  readonly cases: Record<
    string,
    {
      ignored: string | null;
      levels: {
        mask: Record<string, string>;
        weights: Record<string, number[]>;
        nextMask: Record<string, string>;
        toPrune: number;
      }[];
    }
  >;
}

const bits = (text: Record<string, string>): Mask =>
  Object.fromEntries(Object.entries(text).map(([name, s]) => [name, Uint8Array.from(s, Number)]));

/** The cases of a fixture, with |w| as the score. */
export function goldenCases(file: string): GoldenCase[] {
  const url = new URL(`../fixtures/${file}`, import.meta.url);
  const { cases } = JSON.parse(fs.readFileSync(url, 'utf8')) as Fixture;
  return Object.entries(cases).map(([name, { ignored, levels }]) => ({
    name,
    ignored: (ignored ?? '').split(','),
    levels: levels.map(({ mask, weights, nextMask, toPrune }) => ({
      mask: bits(mask),
      scores: Object.fromEntries(
        Object.entries(weights).map(([n, values]) => [
          n,
          Float32Array.from(values, (w) => Math.abs(w)),
        ]),
      ),
      nextMask: bits(nextMask),
      toPrune,
    })),
  }));
}
