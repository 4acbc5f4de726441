import { UserError } from '../../errors.js';
import { countKept, type Mask } from '../../models/mask.js';
import { type Model, prunableSize, prunableSpecs } from '../../models/model.js';
import { hasPath } from './connectivity.js';

/** Weights kept in each prunable parameter. */
export function layerRemaining(mask: Mask): Record<string, number> {
  return Object.fromEntries(Object.entries(mask).map(([name, bits]) => [name, countKept(bits)]));
}

/**
 * The parameters that have lost all their weights: layer-collapse, if there are any (Tanaka et al.
 * 2020, section 3).
 *
 * A residual network may live on by its shortcuts, and a network with weights left in every layer
 * may have no path; see `hasPath`.
 */
export function collapsedLayers(mask: Mask): string[] {
  return Object.keys(mask).filter((name) => !mask[name].includes(1));
}

/**
 * The largest compression ratio at which every layer can have a weight: rho_max = N / L, with N
 * prunable weights in L parameters (Tanaka et al. 2020, section 3).
 */
export function maxCompression(model: Model): number {
  return prunableSize(model) / prunableSpecs(model).length;
}

/** In which senses a pruned network may be alive. */
export type Survival = 'perLayer' | 'byPath';

/** The criteria of a model: no layer is empty; some path leads from the input to the output. */
export function survival(model: Model): Record<Survival, (mask: Mask) => boolean> {
  return {
    perLayer: (mask) => collapsedLayers(mask).length === 0,
    byPath: (mask) => hasPath(model, mask),
  };
}

/**
 * The critical compression of any pruner, rho_cr = 10^a: the largest exponent a up to which, at every
 * exponent of a grid, the pruned network is alive; null if it is dead at the first.
 *
 * Each criterion of `isAlive` (see `survival`) has its own. `pruneTo` is called for rising exponents
 * with the density 10^-a until no criterion holds, so an iterative pruner's schedule starts anew
 * for each. For a scorer in one shot, `criticalCompression` is exact and needs no grid.
 * Throws a `UserError` unless the exponents rise from 0 or more.
 */
export function criticalCompressionOnGrid<Criterion extends string>(
  exponents: readonly number[],
  pruneTo: (density: number) => Mask,
  isAlive: Readonly<Record<Criterion, (mask: Mask) => boolean>>,
): Record<Criterion, number | null> {
  checkExponents(exponents);
  const criteria = Object.keys(isAlive) as Criterion[];
  const critical = Object.fromEntries(criteria.map((name) => [name, null])) as Record<
    Criterion,
    number | null
  >;
  let alive = criteria;
  for (const exponent of exponents) {
    if (alive.length === 0) break;
    const mask = pruneTo(densityAtExponent(exponent));
    alive = alive.filter((name) => isAlive[name](mask));
    for (const name of alive) critical[name] = exponent;
  }
  return critical;
}

/**
 * 10^-exponent, the density at a compression ratio of 10^exponent.
 *
 * By products and square roots alone, so that the bits are the same with every version of Node.
 */
export function densityAtExponent(exponent: number): number {
  checkExponents([exponent]);
  let ratio = 1;
  const whole = Math.floor(exponent);
  for (let i = 0; i < whole; i++) ratio *= 10;
  let root = 10;
  for (let rest = exponent - whole; rest > 0; rest -= Math.floor(rest)) {
    root = Math.sqrt(root);
    rest *= 2; // the next binary digit is before the point now
    if (rest >= 1) ratio *= root;
  }
  return 1 / ratio;
}

function checkExponents(exponents: readonly number[]): void {
  const rising = exponents.every((a, i) => a >= 0 && a < 300 && (i === 0 || a > exponents[i - 1]));
  if (exponents.length > 0 && rising) return;
  throw new UserError(
    'Exponents a of compression ratios 10^a must be from 0 to 300 and rise, as 0.5, 1, 1.5, but ' +
      `are [${exponents.join(', ')}].`,
  );
}
