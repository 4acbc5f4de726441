import { UserError } from '../errors.js';

/** One level of a pruning sweep. Accuracies are fractions from 0 to 1, those of the last epoch. */
export interface SweepLevel {
  readonly density: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

/** The phases of sparse double descent, in the order in which a net that is pruned goes through them. */
export const phaseNames = ['light', 'critical', 'sweet', 'collapsed'] as const;
export type Phase = (typeof phaseNames)[number];

export interface Phases {
  readonly hasDoubleDescent: boolean;
  /** Of each level; null for all where there is no double descent. */
  readonly phases: readonly (Phase | null)[];
  /** Index of the test minimum before the second maximum; null where there is no double descent. */
  readonly critical: number | null;
  /** Index of the second test maximum; null where there is no double descent. */
  readonly sweet: number | null;
  /** Index of the first level that no longer fits all training examples; null if there is none. */
  readonly threshold: number | null;
}

/** All in accuracy, as fractions, but for `recovery`. */
export interface PhaseOptions {
  /** How far test accuracy may be below a maximum and still count as being there; 0.01. */
  readonly tolerance?: number;
  /** How far the minimum must be below the densest level, and below the second maximum; 0.01. */
  readonly minimumDip?: number;
  /** The share of its fall that test accuracy must at least regain; 0.5. */
  readonly recovery?: number;
  /** The train accuracy below which a net no longer interpolates its training examples; 0.99. */
  readonly interpolation?: number;
}

/**
 * The four phases of sparse double descent (He et al. 2022, section 2.3 and figure 5), found by rule
 * from the levels of one sweep, which must be in the order of falling density.
 *
 * The paper tells the phases by train and test accuracy: test accuracy falls and is lowest where train
 * accuracy leaves 100 % (the interpolation threshold), rises to a second maximum, and falls again.
 * Where one phase ends and the next begins is by a rule of ours. With t_i the test accuracy of level i:
 *
 *     fall(i) = t_0 - t_i,  rise(i) = max_{k > i} t_k - t_i,
 *     candidates: min(fall, rise) >= minimumDip and rise >= recovery * fall,
 *     critical = the candidate of the largest min(fall, rise), sweet = argmax_{k > critical} t_k.
 *
 * There is double descent if there is a candidate. (`recovery` is there because nets that guess differ
 * by some points after a collapse of fifty.) Ties go to the denser level. Then the phases are
 *
 *     critical:  the levels around the minimum, without gap, with t < t_0 - tolerance; after it up to
 *                where t is back at min(t_0, t_sweet) - tolerance, at the latest at the maximum
 *     light:     all before
 *     sweet:     from there through the last level, without gap, with t >= t_sweet - tolerance
 *     collapsed: all after
 *
 * The threshold is the first level with train accuracy below `interpolation`. Phases are found by test
 * accuracy alone, so that where the threshold lies is a finding and not part of the rule. Throws a
 * `UserError` if there are no levels, they are out of order, or an accuracy is no fraction.
 */
export function findPhases(
  levels: readonly SweepLevel[],
  { tolerance = 0.01, minimumDip = 0.01, recovery = 0.5, interpolation = 0.99 }: PhaseOptions = {},
): Phases {
  checkLevels(levels);
  const test = levels.map(({ testAccuracy }) => testAccuracy);
  const below = levels.findIndex(({ trainAccuracy }) => trainAccuracy < interpolation);
  const threshold = below < 0 ? null : below;
  const critical = deepest(test, minimumDip, recovery);
  if (critical === null) {
    const phases = levels.map(() => null);
    return { hasDoubleDescent: false, phases, critical: null, sweet: null, threshold };
  }
  const sweet = test.indexOf(Math.max(...test.slice(critical + 1)), critical + 1);
  const fallen = test[0] - tolerance;
  const back = Math.min(test[0], test[sweet]) - tolerance;
  let firstCritical = critical;
  while (firstCritical > 1 && test[firstCritical - 1] < fallen) firstCritical--;
  let firstSweet = critical + 1;
  while (firstSweet < sweet && test[firstSweet] < back) firstSweet++;
  let firstCollapsed = sweet + 1;
  while (test[firstCollapsed] >= test[sweet] - tolerance) firstCollapsed++;
  const starts = [0, firstCritical, firstSweet, firstCollapsed];
  const phases = levels.map((_, i) => phaseNames[starts.filter((start) => start <= i).length - 1]);
  return { hasDoubleDescent: true, phases, critical, sweet, threshold };
}

/** A stretch of a figure's x axis: what the option `spans` of `lineWithBand` takes. */
export interface PhaseSpan {
  readonly from: number;
  readonly to: number;
  readonly label: Phase;
}

/**
 * The densities over which each phase extends: a border between two levels lies at their geometric
 * mean, half-way on a logarithmic axis. Empty where there is no double descent.
 */
export function phaseSpans(levels: readonly SweepLevel[], { phases }: Phases): PhaseSpan[] {
  const border = (i: number): number => {
    if (i === 0 || i === levels.length) return levels[Math.min(i, levels.length - 1)].density;
    return Math.sqrt(levels[i - 1].density * levels[i].density);
  };
  return phaseNames.flatMap((label) => {
    const first = phases.indexOf(label);
    if (first < 0) return [];
    return [{ from: border(first), to: border(phases.lastIndexOf(label) + 1), label }];
  });
}

/** The place of the deepest valley that is deep enough, or null. */
function deepest(test: readonly number[], minimumDip: number, recovery: number): number | null {
  let critical: number | null = null;
  let most = minimumDip;
  for (let i = test.length - 2, best = test[i + 1]; i > 0; i--) {
    const [fall, rise] = [test[0] - test[i], best - test[i]];
    const depth = Math.min(fall, rise);
    if (depth >= most && rise >= recovery * fall) [critical, most] = [i, depth];
    best = Math.max(best, test[i]);
  }
  return critical;
}

function checkLevels(levels: readonly SweepLevel[]): void {
  if (levels.length === 0) throw new UserError('A sweep without levels has no phases.');
  levels.forEach(({ density, trainAccuracy, testAccuracy }, i) => {
    if (!(density > 0) || (i > 0 && !(density < levels[i - 1].density))) {
      throw new UserError(
        `The levels of a sweep must be in the order of falling density, but level ${i} has ` +
          `${density}${i === 0 ? '' : ` after ${levels[i - 1].density}`}.`,
      );
    }
    const stray = [trainAccuracy, testAccuracy].find((value) => !(value >= 0 && value <= 1));
    if (stray === undefined) return;
    throw new UserError(
      `Accuracies are fractions from 0 to 1, but level ${i} has ${stray}. Divide per cent by 100.`,
    );
  });
}
