import { UserError } from '../errors.js';
import type { Mask } from '../models/mask.js';
import type { Scores } from './scorer.js';
import {
  countLeadingHalves,
  hasNonFinite,
  keepAbove,
  type Pool,
  thresholdOf,
} from './threshold.js';

export interface AllocationOptions {
  /** Who gave the scores, for messages. */
  readonly scorer?: string;
}

/**
 * Keeps, in every parameter on its own, exactly round(density * size) of the weights with the
 * largest scores.
 *
 * Only survivors of `mask` can be kept, so masks are nested. Equal scores: the lower index wins.
 * (The authors' code keeps `|w| > sorted[n]` and so prunes one weight more, and more in a tie.)
 */
export function allocateLayerwise(
  scores: Scores,
  mask: Mask,
  densities: Readonly<Record<string, number>>,
  options: AllocationOptions = {},
): Mask {
  return Object.fromEntries(
    Object.entries(mask).map(([name, bits]) => {
      checkDensity(densities[name], `the density of '${name}'`);
      const keep = Math.round(densities[name] * bits.length);
      return [name, keepLargest([name], scores, mask, keep, options)[name]];
    }),
  );
}

/**
 * Keeps exactly round(density * size) of all prunable weights together, those with the largest
 * scores wherever they are.
 *
 * Equal scores: the earlier parameter of `mask` wins, and in it the lower index.
 */
export function allocateGlobal(
  scores: Scores,
  mask: Mask,
  density: number,
  options: AllocationOptions = {},
): Mask {
  checkDensity(density, 'the density');
  const names = Object.keys(mask);
  const size = names.reduce((sum, name) => sum + mask[name].length, 0);
  return keepLargest(names, scores, mask, Math.round(density * size), options);
}

/** Throws unless `density` is in (0, 1]. */
export function checkDensity(density: number, what: string): void {
  if (!(density > 0 && density <= 1)) {
    throw new UserError(
      `Density is the fraction of weights kept, above 0 and at most 1, but ${what} is ${density}.`,
    );
  }
}

/**
 * Keeps exactly `keep` of the survivors in the named parameters, pooled: those with the largest
 * scores.
 *
 * Equal scores (-0 equals 0): the parameter named earlier wins, and in it the lower index. Throws a
 * `UserError` if too few are left, or a survivor's score is infinite or not a number.
 */
export function keepLargest(
  names: readonly string[],
  scores: Scores,
  mask: Mask,
  keep: number,
  { scorer }: AllocationOptions = {},
): Mask {
  if (!Number.isInteger(keep) || keep < 0) {
    throw new UserError(`The number of weights to keep must be a whole number, but is ${keep}.`);
  }
  const pools = names.map((name) => poolOf(name, scores, mask));
  const leading = countLeadingHalves(pools);
  if (hasNonFinite(leading)) throw nonFiniteScore(pools, scorer);
  const survivors = leading.reduce((sum, count) => sum + count, 0);
  if (keep > survivors) {
    throw new UserError(
      `${keep} weights of ${names.join(', ')} were to be kept, but only ${survivors} are left. ` +
        'A mask can only lose weights: ask for a smaller density.',
    );
  }
  return keepAbove(pools, thresholdOf(pools, leading, keep));
}

function poolOf(name: string, scores: Scores, mask: Mask): Pool {
  const bits = mask[name];
  if (scores[name]?.length !== bits.length) {
    throw new UserError(
      `'${name}' has ${bits.length} weights, but ${scores[name]?.length ?? 'no'} scores.`,
    );
  }
  return { name, scores: scores[name], bits };
}

function nonFiniteScore(pools: readonly Pool[], scorer?: string): UserError {
  for (const { name, scores, bits } of pools) {
    const index = scores.findIndex((score, i) => bits[i] !== 0 && !Number.isFinite(score));
    if (index < 0) continue;
    const from = scorer === undefined ? '' : `, given by the scorer '${scorer}',`;
    const score = scores[index];
    const [what, reason] = Number.isNaN(score)
      ? ['not a number (NaN)', 'Most likely a weight, an input or a running statistic is NaN']
      : [String(score), 'Most likely a weight is infinite'];
    return new UserError(
      `The score of weight ${index} of '${name}'${from} is ${what}. ` +
        `${reason}, or a sum in the network is too large for float32 (above 3.4e38): ` +
        'look at the parameters of the layers up to that one, and at the data.',
    );
  }
  throw new Error('Scores were found not to be finite, and then were finite.');
}
