import type { Row } from '../../src/index.js';

/** The seeds of made-up rows. */
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);

/** What a made-up net did; the rest is filled in. */
export interface Net {
  readonly study: string;
  readonly arm: string;
  readonly kept: number;
  readonly error?: number;
  readonly trainLoss?: number;
  /** How far apart the seeds are: each differs from its neighbours by a ninth of it. */
  readonly spread?: number | undefined;
  readonly examples?: number;
  readonly labels?: string;
}

/** One row per seed, as `prune-at-init` gives them. */
export function netRows({ error = 2, trainLoss = 0, spread = 0.09, ...labels }: Net): Row[] {
  return SEEDS.map((seed, i) => {
    const offset = spread * (i / 9 - 0.5);
    return {
      ...labels,
      seed,
      testAccuracy: 1 - (error + offset) / 100,
      trainLoss: trainLoss + offset,
      trainAccuracy: 1,
    };
  });
}

/** Correlations as `first-layer` gives them: `own` on the diagonal, `other` beside it. */
export function classRows(
  examples: number,
  { own, other, spread = 0.09 }: { own: number; other: number; spread?: number | undefined },
): Row[] {
  const digits = Array.from({ length: 10 }, (_, digit) => digit);
  return SEEDS.flatMap((seed, i) =>
    digits.flatMap((scored) =>
      digits.map((digit) => ({
        study: 'class',
        arm: 'SNIP',
        seed,
        scored,
        examples,
        class: digit,
        correlation: digit === scored ? own + spread * (i / 9 - 0.5) : other,
      })),
    ),
  );
}

/** A map of 2 by 2 pixels for each digit of the first seed, in any order. */
export function mapRows(examples: number): Row[] {
  return [3, 2, 1, 0].flatMap((pixel) =>
    Array.from({ length: 10 }, (_, scored) => ({
      study: 'class',
      arm: 'SNIP',
      seed: 1,
      scored,
      examples,
      line: pixel >> 1,
      column: pixel & 1,
      kept: 10 * scored + pixel,
    })),
  );
}
