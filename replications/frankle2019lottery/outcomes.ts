import { earlyStop, groupBy, numbers, type Row } from '../../src/index.js';

/** What one trained net comes to. */
export interface Outcome {
  readonly arm: string;
  readonly seed: number;
  readonly round: number;
  readonly density: number;
  /** Iteration of minimum validation loss, the loss smoothed over five evaluations. */
  readonly earlyIteration: number;
  /** Percent, at that iteration. */
  readonly earlyAccuracy: number;
  /** Percent, after the last iteration. */
  readonly finalAccuracy: number;
  readonly trainAccuracy: number;
  /** Whether the validation loss was still falling at the end. */
  readonly censored: boolean;
}

/** Evaluations over which the validation loss is smoothed, alike for every arm. */
const WINDOW = 5;

/** One outcome per run, from the rows of its evaluations. */
export function outcomes(rows: readonly Row[]): Outcome[] {
  return groupBy(rows, ['arm', 'seed', 'round', 'draw']).map((curve) => {
    const { index, censored } = earlyStop(numbers(curve, 'validationLoss'), WINDOW);
    const [first, early, last] = [curve[0], curve[index], curve[curve.length - 1]];
    const [round, seed, density] = ['round', 'seed', 'density'].map((c) => numbers([first], c)[0]);
    return {
      arm: String(first.arm),
      seed,
      round,
      density,
      earlyIteration: numbers([early], 'iteration')[0],
      earlyAccuracy: 100 * numbers([early], 'testAccuracy')[0],
      finalAccuracy: 100 * numbers([last], 'testAccuracy')[0],
      trainAccuracy: 100 * numbers([last], 'trainAccuracy')[0],
      censored,
    };
  });
}
