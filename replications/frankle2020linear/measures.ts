import { barrier, groupBy, mean, numbers, type Row } from '../../src/index.js';

/** What a condition is called in the rows: a net, what was done to it, and from where it was trained. */
export interface Condition {
  readonly study: string;
  readonly arm: string;
  /** The step from which copies were trained, or to which survivors were set back. */
  readonly k: number;
  readonly clock: string;
  /** Rounds of pruning; 0 for a dense net. */
  readonly round: number;
}

/** The line between two nets of a seed. */
export interface Pair extends Condition {
  readonly seed: number;
  /** Percentage points of test error; running statistics measured anew where there are any. */
  readonly instability: number;
  /** The same with running statistics interpolated like weights. */
  readonly asInterpolated: number;
  /** Distance of the ends (L2). */
  readonly distance: number;
  /** Percent: that distance against how far the ends came, in the mean, from where they started. */
  readonly share: number;
  /** Percent of test images on which the ends disagree. */
  readonly disagreement: number;
}

/** One trained net. */
export interface Net extends Condition {
  readonly seed: number;
  readonly copy: number;
  readonly density: number;
  /** Percent of the test set. */
  readonly error: number;
}

const CONDITION = ['study', 'arm', 'k', 'clock', 'round'] as const;

/** The lines of all seeds. */
export function pairsOf(rows: readonly Row[]): Pair[] {
  const paths = rows.filter(({ what }) => what === 'path');
  return groupBy(paths, [...CONDITION, 'seed']).map((line) => {
    const [first] = line;
    const [distance, travelFirst, travelSecond, disagreement] = [
      'distance',
      'travelFirst',
      'travelSecond',
      'disagreement',
    ].map((column) => Number(first[column]));
    const anew =
      first.reestimatedTestAccuracy === null ? 'testAccuracy' : 'reestimatedTestAccuracy';
    return {
      ...conditionOf(first),
      instability: barrier(errors(line, anew)),
      asInterpolated: barrier(errors(line, 'testAccuracy')),
      distance,
      share: (100 * distance) / mean([travelFirst, travelSecond]),
      disagreement: 100 * disagreement,
    };
  });
}

/** The nets of all seeds, at the end of their training. */
export function netsOf(rows: readonly Row[]): Net[] {
  const nets = rows.filter(({ what }) => what === 'net');
  return groupBy(nets, [...CONDITION, 'copy', 'seed']).map((evaluations) => {
    const last = evaluations[evaluations.length - 1];
    return {
      ...conditionOf(last),
      copy: Number(last.copy),
      density: Number(last.density),
      error: errors([last], 'testAccuracy')[0],
    };
  });
}

/** A subnetwork of a seed: how stable it is and how much worse than the dense net. */
export interface Subnetwork extends Pair {
  readonly density: number;
  /** Percentage points of test error above the dense net; means over copies on both sides. */
  readonly gap: number;
}

/** Every subnetwork of which two copies were trained. */
export function subnetworksOf(rows: readonly Row[]): Subnetwork[] {
  const nets = netsOf(rows);
  return pairsOf(rows)
    .filter(({ round }) => round > 0)
    .map((pair) => {
      const own = matching(nets, { ...pairCondition(pair), seed: pair.seed });
      return { ...pair, density: own[0].density, gap: gapOf(nets, own, pair) };
    });
}

/** By how much more some nets of a seed err than the dense nets that started with it. */
export function gapOf(
  nets: readonly Net[],
  own: readonly Net[],
  { study, seed }: { readonly study: string; readonly seed: number },
): number {
  const dense = matching(nets, { study, seed, arm: 'dense', k: 0, clock: 'continue' });
  return meanError(own) - meanError(dense);
}

/** Those that agree with `wanted` in everything it names. */
export function matching<T extends object>(all: readonly T[], wanted: Partial<NoInfer<T>>): T[] {
  const keys = Object.keys(wanted) as (keyof T)[];
  return all.filter((each) => keys.every((key) => each[key] === wanted[key]));
}

/** Some quantity of each seed, in the order of the seeds. */
export function bySeed<T extends { readonly seed: number }>(
  all: readonly T[],
  value: (own: readonly T[]) => number,
): number[] {
  return groupBy(all, ['seed'])
    .sort(([a], [b]) => a.seed - b.seed)
    .map(value);
}

/** Percent of wrong predictions, from a column of accuracies. */
export function errors(rows: readonly Row[], column: string): number[] {
  return numbers(rows, column).map((accuracy) => 100 * (1 - accuracy));
}

const meanError = (nets: readonly Net[]): number => mean(nets.map(({ error }) => error));

function pairCondition({ study, arm, k, clock, round }: Pair): Condition {
  return { study, arm, k, clock, round };
}

function conditionOf(row: Row): Condition & { readonly seed: number } {
  return {
    study: String(row.study),
    arm: String(row.arm),
    k: Number(row.k),
    clock: String(row.clock),
    round: Number(row.round),
    seed: Number(row.seed),
  };
}
