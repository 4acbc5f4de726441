import { type Rng, shuffle } from '../math/rng.js';
import { countKept, type Mask } from '../models/mask.js';
import type { Scores } from './scorer.js';

/**
 * The same number of survivors in every parameter, at places drawn anew: what remains of a mask when
 * only its layerwise densities matter.
 *
 * The layerwise rearrangement of Su et al. (2020), the layerwise shuffling of Frankle et al. (2021).
 */
export function shuffleLayerwise(mask: Mask, rng: Rng): Mask {
  return Object.fromEntries(
    Object.entries(mask).map(([name, bits]) => {
      const shuffled = new Uint8Array(bits.length).fill(1, 0, countKept(bits));
      return [name, shuffle(shuffled, rng)];
    }),
  );
}

/**
 * Scores by which the weights go first that stayed longest: -s.
 *
 * Where s is the same for two weights, the tie rule still prefers the earlier.
 */
export function invert(scores: Scores): Scores {
  return Object.fromEntries(
    Object.entries(scores).map(([name, values]) => [name, values.map((score) => -score)]),
  );
}
