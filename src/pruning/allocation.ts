import { UserError } from '../errors.js';
import type { Mask } from '../models/mask.js';
import type { Scores } from './scorer.js';

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
): Mask {
  return Object.fromEntries(
    Object.entries(mask).map(([name, bits]) => {
      checkDensity(densities[name], `the density of '${name}'`);
      const keep = Math.round(densities[name] * bits.length);
      return [name, keepLargest([name], scores, mask, keep)[name]];
    }),
  );
}

/**
 * Keeps exactly round(density * size) of all prunable weights together, those with the largest
 * scores wherever they are.
 */
export function allocateGlobal(scores: Scores, mask: Mask, density: number): Mask {
  checkDensity(density, 'the density');
  const names = Object.keys(mask);
  const size = names.reduce((sum, name) => sum + mask[name].length, 0);
  return keepLargest(names, scores, mask, Math.round(density * size));
}

/** Throws unless `density` is in (0, 1]. */
export function checkDensity(density: number, what: string): void {
  if (!(density > 0 && density <= 1)) {
    throw new UserError(
      `Density is the fraction of weights kept, above 0 and at most 1, but ${what} is ${density}.`,
    );
  }
}

/** Keeps exactly `keep` of the survivors in the named parameters, pooled. */
export function keepLargest(
  names: readonly string[],
  scores: Scores,
  mask: Mask,
  keep: number,
): Mask {
  const pool = survivingScores(names, scores, mask);
  if (keep > pool.length) {
    throw new UserError(
      `${keep} weights of ${names.join(', ')} were to be kept, but only ${pool.length} are left. ` +
        'A mask can only lose weights: ask for a smaller density.',
    );
  }
  pool.sort();
  // Keep all above the threshold, and the first few that equal it.
  const threshold = keep === 0 ? Infinity : pool[pool.length - keep];
  let ties = keep - countAbove(pool, threshold);
  return Object.fromEntries(
    names.map((name) => {
      const kept = mask[name].map((bit, i) => {
        if (bit === 0 || scores[name][i] < threshold) return 0;
        return scores[name][i] > threshold || ties-- > 0 ? 1 : 0;
      });
      return [name, kept];
    }),
  );
}

function survivingScores(names: readonly string[], scores: Scores, mask: Mask): Float32Array {
  const pool: number[] = [];
  for (const name of names) {
    if (scores[name]?.length !== mask[name].length) {
      throw new UserError(
        `'${name}' has ${mask[name].length} weights, but ${scores[name]?.length ?? 'no'} scores.`,
      );
    }
    mask[name].forEach((bit, i) => {
      if (bit === 0) return;
      const score = scores[name][i];
      if (Number.isNaN(score)) {
        throw new UserError(`The score of weight ${i} of '${name}' is not a number.`);
      }
      pool.push(score);
    });
  }
  return Float32Array.from(pool);
}

/** Values above `threshold` in an ascending array. */
function countAbove(sorted: Float32Array, threshold: number): number {
  let count = 0;
  while (count < sorted.length && sorted[sorted.length - 1 - count] > threshold) count++;
  return count;
}
