import { UserError } from '../../errors.js';
import { binomialP, clopperPearson } from '../../math/binomial.js';
import { formatInterval, formatThreshold } from '../format.js';
import type { Verdict } from '../replication.js';
import { type Ruling, verdictOfSeeds } from './verdict.js';

/** How many must have the property. */
export interface Share {
  /** Percent, from 0 to below 100, like the effect; at 0 a single one is enough. */
  readonly least: number;
  /** `% of` what was counted. */
  readonly unit?: string;
}

/**
 * Judges that a property is found in more than a share of all seeds fixed in advance, from the number
 * of seeds that have it.
 *
 * The effect is the share in percent and the interval Clopper and Pearson's.
 *
 * - supported: the 95 % interval lies above `least`;
 * - refuted: the interval lies below it;
 * - inconclusive: anything else, and always with fewer than six seeds.
 *
 * The `p` of the verdict is that of the exact binomial test against `least`, two-sided by doubling
 * the smaller tail, so that p < 0.05 exactly when the interval leaves out `least`. With `least` 50
 * and all n seeds agreeing it is 2 / 2ⁿ, as in the tests of paired differences. A property of every
 * single case, without exception, is an `identity`.
 */
export function count(
  label: string,
  successes: number,
  n: number,
  { least, unit = '% of seeds' }: Share,
): Verdict {
  if (!(least >= 0 && least < 100)) {
    throw new UserError(
      `The least share of '${label}' is ${least}, but must be a percentage from 0 to below 100: no ` +
        `number of seeds shows that all have it.`,
    );
  }
  const [low, high] = clopperPearson(successes, n);
  const interval = [100 * low, 100 * high] as const;
  const p = binomialP(successes, n, least / 100);
  const measured = { label, effect: (100 * successes) / n, unit, interval, n, p };
  return verdictOfSeeds(measured, (): Ruling => {
    const shown = `${successes} of ${n}, with the 95 % interval ${formatInterval(interval, unit)},`;
    const bound = `the ${formatThreshold(least, unit)} fixed in advance`;
    if (interval[0] > least) return ['supported', `${shown} is more than ${bound}.`];
    if (interval[1] < least) return ['refuted', `${shown} is less than ${bound}.`];
    return ['inconclusive', `${shown} is neither clearly more nor clearly less than ${bound}.`];
  });
}
