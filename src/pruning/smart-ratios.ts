import { UserError } from '../errors.js';
import { type Model, type ParameterSpec, prunableSize, prunableSpecs } from '../models/model.js';
import { checkDensity } from './allocation.js';

export interface SmartRatioOptions {
  /** The density of the last layer; 0.3 when left out. */
  readonly last?: number;
  /**
   * `residual`: densities fall as (L - l + 1)^2 + (L - l + 1). `plain`: that divided by l^2, as the
   * authors have it for VGG. When left out, whichever the model is.
   */
  readonly family?: 'residual' | 'plain';
}

/**
 * Densities by layer that look at nothing but a layer's place, to be filled at random: the smart
 * ratios of Su et al. (2020).
 *
 * p_l is proportional to (L - l + 1)^2 + (L - l + 1), for plain nets divided by l^2, with l = 1 ... L
 * over the prunable layers; the last layer keeps its own density. What a layer cannot take because it
 * is full goes to the next that has room, as in the authors' code. Theirs rounds every layer down;
 * ours keeps exactly round(density * N) weights in all: for `allocateLayerwise`. (All their nets end
 * with the only dense layer. Dense layers before the last are treated like convolutions here.)
 *
 * Throws a `UserError` if the density is too small for the last layer's, or leaves a layer empty.
 */
export function smartRatios(
  model: Model,
  density: number,
  { last = 0.3, family = familyOf(model) }: SmartRatioOptions = {},
): Record<string, number> {
  checkDensity(density, 'the density');
  checkDensity(last, 'the density of the last layer');
  const specs = prunableSpecs(model);
  const hidden = specs.slice(0, -1);
  const output = specs[specs.length - 1];
  const room = hidden.reduce((sum, { size }) => sum + size, 0);
  const keep = Math.round(density * prunableSize(model));
  const inLast = Math.max(Math.round(last * output.size), keep - room);
  if (keep - inLast < hidden.length) {
    throw new UserError(
      `Smart ratios of density ${density} keep ${keep} weights of ${model.name}, of which the last ` +
        `layer takes ${inLast}: too few are left for its ${hidden.length} other layers. Ask for a ` +
        'larger density, or a smaller one of the last layer.',
    );
  }
  const shares = withinRoom(hidden, sharesOf(hidden, specs.length, family, keep - inLast));
  const counts = [...wholeNumbers(shares), inLast];
  return Object.fromEntries(
    specs.map(({ name, size }, i) => {
      if (counts[i] === 0) {
        throw new UserError(
          `Smart ratios of density ${density} leave none of the ${size} weights of '${name}' in ` +
            `${model.name}: ask for a larger density.`,
        );
      }
      return [name, counts[i] / size];
    }),
  );
}

function familyOf({ layers }: Model): 'residual' | 'plain' {
  return layers.some(({ kind }) => kind === 'residual') ? 'residual' : 'plain';
}

/** How many weights each layer would keep if none could be full. */
function sharesOf(
  specs: readonly ParameterSpec[],
  depth: number,
  family: 'residual' | 'plain',
  keep: number,
): number[] {
  const weights = specs.map(({ size }, i) => {
    const rest = depth - i;
    return (size * (rest * rest + rest)) / (family === 'plain' ? (i + 1) * (i + 1) : 1);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (keep * weight) / total);
}

/** Passes on what a layer has no room for: forwards, and what is over in the end to the front. */
function withinRoom(specs: readonly ParameterSpec[], shares: readonly number[]): number[] {
  const fitted = [...shares];
  let over = 0;
  for (const i of [...specs.keys(), ...specs.keys()]) {
    const wanted = fitted[i] + over;
    fitted[i] = Math.min(wanted, specs[i].size);
    over = wanted - fitted[i];
  }
  return fitted;
}

/** Whole numbers with the same sum, each less than 1 from its share: rounds the running sum. */
function wholeNumbers(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => {
    const before = Math.round(sum);
    sum += share;
    return Math.round(sum) - before;
  });
}
