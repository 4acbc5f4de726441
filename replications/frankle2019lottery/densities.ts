import type { Outcome } from './outcomes.js';

/** Outcomes of one arm after that many rounds. */
export function at(all: readonly Outcome[], arm: string, round: number): Outcome[] {
  return all.filter((o) => o.arm === arm && o.round === round);
}

/** `16.9 %`. */
export function densityLabel({ density }: Outcome): string {
  return `${Number((100 * density).toPrecision(3))} %`;
}

/**
 * The round at which all of `arms` were trained and whose density is nearest, in ratio, to
 * `density`: the paper prunes 20 % a round, the reduced protocol two rounds at once.
 */
export function nearestRound(
  all: readonly Outcome[],
  arms: readonly string[],
  density: number,
): number {
  const distance = (o: Outcome): number => Math.abs(Math.log(o.density / density));
  const candidates = all
    .filter((o) => o.round > 0 && o.arm === arms[0])
    .filter((o) => arms.every((arm) => at(all, arm, o.round).length > 0));
  if (candidates.length === 0) throw new Error(`No run has the arms ${arms.join(', ')}.`);
  return candidates.reduce((best, o) => (distance(o) < distance(best) ? o : best)).round;
}
