import { iterative, oneShot, pruneRetrain, type RunSpec } from '../../src/index.js';

/** The size of a lottery-ticket sweep. */
export interface Sweep {
  readonly seeds: readonly number[];
  /** Settings shared by every run. */
  readonly base: Readonly<Record<string, string | number>>;
  /** The ladder of the tickets, in the paper's rounds of 20 %. */
  readonly lastRound: number;
  readonly every: number;
  /** Rounds at which the controls are trained too. */
  readonly controls: readonly number[];
  /** Random reinitialisations per ticket. */
  readonly draws: number;
}

/**
 * Every run of a sweep, by arm:
 *
 * - `ticket`: pruned a bit at a time, survivors reset to their first values; round 0 is the dense net
 * - `reinit`: the ticket's mask with newly drawn weights
 * - `one-shot`: pruned at once to the ticket's density, survivors reset
 * - `random`: as many weights per layer as the ticket, chosen at random
 */
export function lotteryRuns({ seeds, base, lastRound, every, controls, draws }: Sweep): RunSpec[] {
  return seeds.flatMap((seed) => {
    const run = (arm: string, rounds: readonly number[], more: object = {}): RunSpec => ({
      experiment: pruneRetrain,
      config: { ...base, seed, rounds, ...more },
      labels: { arm, seed, round: rounds[rounds.length - 1], draw: 0 },
    });
    const path = (round: number) => iterative(round, every);
    const ladder = iterative(lastRound, every);
    return [
      ...ladder.map((round) => run('ticket', path(round))),
      ...controls.flatMap((round) => [
        ...Array.from({ length: draws }, (_, draw) => {
          const spec = run('reinit', path(round), { start: 'reinit', draw });
          return { ...spec, labels: { ...spec.labels, draw } };
        }),
        run('one-shot', oneShot(round)),
        run('random', oneShot(round), { scorer: 'random' }),
      ]),
    ];
  });
}
