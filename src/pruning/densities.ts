import { lookUp, UserError } from '../errors.js';
import { power, root } from '../math/power.js';

/** How the density falls from round to round: by the same factor, or by the same amount. */
export type IterationSchedule = 'exponential' | 'linear';

export interface DensitiesOptions {
  /** Rounds of scoring and pruning; 1 when left out. */
  readonly iterations?: number;
  /** `exponential` when left out. */
  readonly schedule?: IterationSchedule;
  /** The density before the first round; 1 when left out. */
  readonly from?: number;
}

const schedules = { exponential, linear };

/**
 * The density after each of n rounds, the last of which is `density`.
 *
 * From 1, round k of n ends with d^(k/n) (exponential: Tanaka et al. 2020, algorithm 1) or
 * 1 - (1 - d) k/n (linear: their figure 7); from another density f with f (d/f)^(k/n) or
 * f - (f - d) k/n. The same bits on every machine.
 */
export function densitiesOfRounds(
  density: number,
  { iterations = 1, schedule = 'exponential', from = 1 }: DensitiesOptions = {},
): number[] {
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new UserError(
      `The number of iterations must be a positive whole number, but is ${iterations}.`,
    );
  }
  const after = lookUp('schedule', schedules, schedule)(from, density, iterations);
  return Array.from({ length: iterations }, (_, i) =>
    i + 1 === iterations ? density : after(i + 1),
  );
}

function exponential(from: number, to: number, rounds: number): (round: number) => number {
  const factor = root(Math.min(1, to / from), rounds);
  return (round) => from * power(factor, round);
}

function linear(from: number, to: number, rounds: number): (round: number) => number {
  return (round) => from - ((from - to) * round) / rounds;
}
