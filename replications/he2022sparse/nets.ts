import { findPhases, groupBy, mean, numbers, type Phases, type Row } from '../../src/index.js';

/** A trained net, at the end of its training. Accuracies are in percent. */
export interface Net {
  readonly study: string;
  readonly arm: string;
  /** The fraction of training labels drawn anew. */
  readonly noise: number;
  readonly seed: number;
  /** Rounds of pruning behind it; of a re-dense net, those of the ticket that it was. */
  readonly round: number;
  readonly density: number;
  readonly test: number;
  /** On the labels it was trained on. */
  readonly train: number;
  /** Test accuracy at the best of the evaluations. */
  readonly best: number;
  /** From the first weights; NaN where it was not measured. */
  readonly distance: number;
  /** The same of the rise in loss around the minimum. */
  readonly sharpness: number;
}

/** One net per run, from the rows of its evaluations. */
export function netsIn(rows: readonly Row[]): Net[] {
  return groupBy(rows, ['study', 'arm', 'noise', 'seed', 'round']).map((curve) => {
    const last = curve[curve.length - 1];
    const [noise, seed, round, density] = ['noise', 'seed', 'round', 'density'].map(
      (column) => numbers([last], column)[0],
    );
    return {
      study: String(last.study),
      arm: String(last.arm),
      noise,
      seed,
      round,
      density,
      test: 100 * numbers([last], 'testAccuracy')[0],
      train: 100 * numbers([last], 'trainAccuracy')[0],
      best: 100 * Math.max(...numbers(curve, 'testAccuracy')),
      distance: Number(last.learningDistance ?? NaN),
      sharpness: Number(last.sharpness ?? NaN),
    };
  });
}

/** Which nets; tickets of the main study when left out. */
export interface Selection {
  readonly study?: string;
  readonly arm?: string;
}

/**
 * The nets of an arm by falling density, for one seed or all. Arms that share the tickets' dense net
 * have it too.
 */
export function ladderOf(
  nets: readonly Net[],
  { study = 'main', arm = 'ticket' }: Selection = {},
): Net[] {
  const dense = arm === 'ticket' || arm === 're-dense' ? [] : [{ arm: 'ticket', round: 0 }];
  return nets
    .filter((net) => net.study === study)
    .filter(
      (net) =>
        net.arm === arm || dense.some((one) => one.arm === net.arm && one.round === net.round),
    )
    .sort((a, b) => a.seed - b.seed || a.round - b.round);
}

/** The nets of a ladder after that many rounds, one per seed. */
export function at(ladder: readonly Net[], round: number): Net[] {
  return ladder.filter((net) => net.round === round);
}

/** A ladder's nets of one seed, and where they are in the double descent. */
export interface Descent extends Phases {
  readonly seed: number;
  readonly nets: readonly Net[];
}

/** The phases of each seed, by the rule of `findPhases`. */
export function descents(ladder: readonly Net[]): Descent[] {
  return groupBy(ladder, ['seed']).map((nets) => ({
    seed: nets[0].seed,
    nets,
    ...findPhases(nets.map(levelOf)),
  }));
}

/** The phases of the mean over seeds, for figures. */
export function meanDescent(ladder: readonly Net[]) {
  const levels = groupBy(ladder, ['round'])
    .map((nets) => ({
      density: nets[0].density,
      trainAccuracy: mean(nets.map(({ train }) => train)) / 100,
      testAccuracy: mean(nets.map(({ test }) => test)) / 100,
    }))
    .sort((a, b) => b.density - a.density);
  return { levels, phases: findPhases(levels) };
}

function levelOf({ density, train, test }: Net) {
  return { density, trainAccuracy: train / 100, testAccuracy: test / 100 };
}

/** The round of a place in a descent; NaN where the rule found none. */
export function roundOf({ nets }: Descent, index: number | null): number {
  return index === null ? NaN : nets[index].round;
}
