import { normalCdf } from '../../math/normal.js';
import type { AsymptoticLaw, GroupLaw } from './asymptotic-law.js';

/** How features to keep are chosen: by |b|, by |b| √λ, or by knowing that the first matter most. */
export type LinearCriterion = 'magnitude' | 'hessian' | 'oracle';

/**
 * The risk, by the asymptotic law, of the model that is left when all but `kept` coefficients are set
 * to 0 and none is fitted again.
 *
 * Coefficients are kept whose score is above the threshold at which `kept` are expected to be. With b
 * normal the mean of (b - β*)² over those is a closed form of φ and Φ; the others add β*². Infinite
 * where the law's risk is.
 */
export function asymptoticPrunedRisk(
  law: AsymptoticLaw,
  criterion: LinearCriterion,
  kept: number,
): number {
  const features = law.groups.reduce((sum, { count }) => sum + count, 0);
  if (!Number.isFinite(law.risk) || kept >= features) return law.risk;
  if (criterion === 'oracle') return oracleRisk(law, kept);
  const weight = ({ variance }: GroupLaw): number =>
    criterion === 'hessian' ? Math.sqrt(variance) : 1;
  const threshold = thresholdFor(law.groups, weight, kept);
  return law.groups.reduce(
    (sum, group) => sum + group.count * group.variance * errorOf(group, threshold / weight(group)),
    law.unseen,
  );
}

function oracleRisk({ groups, unseen }: AsymptoticLaw, kept: number): number {
  let left = kept;
  return groups.reduce((sum, group) => {
    const here = Math.min(left, group.count);
    left -= here;
    const pruned = (group.count - here) * group.coefficient * group.coefficient;
    return sum + group.variance * (here * errorOf(group, 0) + pruned);
  }, unseen);
}

/** The threshold of the score above which `kept` coefficients are expected. */
function thresholdFor(
  groups: readonly GroupLaw[],
  weight: (group: GroupLaw) => number,
  kept: number,
): number {
  let low = 0;
  let high = groups.reduce(
    (most, group) => Math.max(most, weight(group) * (Math.abs(group.mean) + 10 * group.deviation)),
    0,
  );
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const above = groups.reduce(
      (sum, group) => sum + group.count * chanceAbove(group, middle / weight(group)),
      0,
    );
    if (above > kept) low = middle;
    else high = middle;
  }
}

/** P(|b| > cut). */
function chanceAbove({ mean, deviation }: GroupLaw, cut: number): number {
  return normalCdf((mean - cut) / deviation) + normalCdf((-mean - cut) / deviation);
}

/** The mean of (b - β*)², where b is set to 0 unless |b| > cut. */
function errorOf({ mean, deviation, coefficient }: GroupLaw, cut: number): number {
  const bias = mean - coefficient;
  const tail = (bound: number, towards: 1 | -1): number => {
    const chance = normalCdf(-bound);
    const density = Math.exp(-0.5 * bound * bound) / Math.sqrt(2 * Math.PI);
    return (
      bias * bias * chance +
      2 * towards * bias * deviation * density +
      deviation * deviation * (chance + bound * density)
    );
  };
  const upper = (cut - mean) / deviation;
  const lower = (cut + mean) / deviation;
  const pruned = 1 - normalCdf(-upper) - normalCdf(-lower);
  return coefficient * coefficient * pruned + tail(upper, 1) + tail(lower, -1);
}
