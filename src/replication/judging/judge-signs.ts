import { medianInterval, signTest } from '../../math/significance/sign-test.js';
import { median } from '../../math/statistics.js';
import { formatInterval, formatThreshold, statedP } from '../format.js';
import type { Verdict } from '../replication.js';
import { reachable, type Threshold, tooSmall } from './judge-positive.js';
import { ALPHA, checkDifferences, checkThreshold, type Ruling, verdictOfSeeds } from './verdict.js';

/**
 * Judges that an effect is positive from the signs of one paired difference per seed: for values on
 * a grid, whose differences tie or are all the same, and for values of which only the order means
 * something.
 *
 * The effect is the median of the differences, its interval that between order statistics, and p
 * that of the exact two-sided sign test, which leaves out differences of zero.
 *
 * - supported: more differences are positive than negative with p < 0.05, and the median is positive
 *   and at least `minimumEffect`;
 * - refuted: more are negative with p < 0.05; or, where minimumEffect > 0, the 90 % interval of the
 *   median lies within ±minimumEffect;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * Without ties, p < 0.05 exactly when the interval leaves out zero. With ties the interval may end at
 * zero where the test, which looks at the others, is sure of the direction; a claim is then held to
 * the test and to the median. Differences that are all the same need nothing special: their median
 * and interval are that value, and eight of them have p = 2 / 2⁸.
 */
export function orderingBySigns(
  label: string,
  differences: readonly number[],
  { minimumEffect, unit = '' }: Threshold,
): Verdict {
  checkThreshold(label, 'minimum effect', minimumEffect);
  checkDifferences(label, differences);
  const { p, positive, negative, ties } = signTest(differences);
  const measured = {
    label,
    effect: median(differences),
    unit,
    interval: medianInterval(differences),
    n: differences.length,
    p,
  };
  const least = formatThreshold(minimumEffect, unit);
  const signs =
    `${positive} of ${differences.length} differences are above zero, ${negative} below and ` +
    `${ties} zero (exact sign test, ${statedP(p)})`;
  return verdictOfSeeds(measured, (): Ruling => {
    if (p < ALPHA && negative > positive) return ['refuted', `${signs}: the effect is reversed.`];
    const [low, high] = medianInterval(differences, 0.9);
    if (low > -reachable(minimumEffect) && high < reachable(minimumEffect)) {
      return ['refuted', tooSmall([low, high], least, unit)];
    }
    if (p >= ALPHA) {
      return ['inconclusive', `${signs}: the seeds show neither the claim nor its opposite.`];
    }
    const shown = `the median, with 95 % interval ${formatInterval(measured.interval, unit)},`;
    if (measured.effect <= 0) return ['inconclusive', `${signs}, but ${shown} is not positive.`];
    if (measured.effect < reachable(minimumEffect)) {
      return [
        'inconclusive',
        `${signs}, but ${shown} is below the ${least} fixed in advance, though an effect of that ` +
          `size is not ruled out.`,
      ];
    }
    const enough = minimumEffect > 0 ? `at least the ${least} fixed in advance` : 'positive';
    return ['supported', `${signs}, and ${shown} is ${enough}.`];
  });
}
