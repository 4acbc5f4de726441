import { UserError } from '../errors.js';
import { type Model, type Parameters, prunableSize, prunableSpecs } from '../models/model.js';
import { allocateGlobal, allocateLayerwise, keepLargest } from './allocation.js';
import { denseMask, type Mask } from '../models/mask.js';
import { scoreUnderMask } from './evidence.js';
import type { Evidence, Scorer } from './scorer.js';

/** How much is pruned in one round, and over which scope, as data. */
export interface PruningRates {
  /** `layerwise`: each layer loses its own share. `global`: all layers compete. */
  readonly scope: 'layerwise' | 'global';
  /** The fraction of surviving weights pruned per round. */
  readonly rate: number;
  /**
   * The same for the output layer; lottery tickets use half the rate there. Global pruning has one
   * rate and ignores this.
   */
  readonly outputRate: number;
  /**
   * `output`, with global scope: the output layer is left whole, and the others lose its share, so that
   * the density is still that of all prunable weights (as He et al. 2022 prune MNIST's networks).
   * `none` when left out.
   */
  readonly spare?: 'none' | 'output';
}

/**
 * Cumulative rounds at which weights are pruned, starting from the dense net at 0.
 *
 * `[0, 2, 4]` trains, prunes two rounds' worth, trains, prunes to four rounds' worth. One-shot
 * pruning to the same density is `[0, 4]`.
 */
export type Rounds = readonly number[];

/** Prunes every `every` rounds up to `last`: 0, every, 2 * every, ..., last. */
export function iterative(last: number, every = 1): Rounds {
  if (!Number.isInteger(last / every)) {
    throw new UserError(`${last} rounds cannot be reached ${every} at a time.`);
  }
  return Array.from({ length: last / every + 1 }, (_, i) => i * every);
}

/** Prunes once, all the way to the density after `rounds` rounds. */
export function oneShot(rounds: number): Rounds {
  return rounds === 0 ? [0] : [0, rounds];
}

/** (1 - rate)^rounds: the density of a layer after that many rounds. */
export function densityAfter(rate: number, rounds: number): number {
  let density = 1;
  for (let i = 0; i < rounds; i++) density *= 1 - rate;
  return density;
}

/** The density of every prunable parameter after layerwise pruning; the last one is the output. */
export function layerwiseDensities(
  model: Model,
  { rate, outputRate }: PruningRates,
  rounds: number,
): Record<string, number> {
  const names = prunableSpecs(model).map(({ name }) => name);
  return Object.fromEntries(
    names.map((name, i) => {
      return [name, densityAfter(i === names.length - 1 ? outputRate : rate, rounds)];
    }),
  );
}

/** The number of weights of the output layer. */
export function outputSize(model: Model): number {
  return prunableSpecs(model).at(-1)!.size;
}

/** Weights kept in all after `rounds` rounds. */
export function keptAfter(model: Model, rates: PruningRates, rounds: number): number {
  if (rates.scope === 'global') {
    return Math.round(densityAfter(rates.rate, rounds) * prunableSize(model));
  }
  const densities = layerwiseDensities(model, rates, rounds);
  return prunableSpecs(model).reduce(
    (sum, { name, size }) => sum + Math.round(densities[name] * size),
    0,
  );
}

/** The density of the whole model after `rounds` rounds. */
export function modelDensity(model: Model, rates: PruningRates, rounds: number): number {
  return keptAfter(model, rates, rounds) / prunableSize(model);
}

/**
 * Prunes the survivors of `mask` down to the density after `rounds` rounds in all.
 *
 * If the target has a network, the survivors' weights are loaded into it before they are scored.
 */
export function prune(
  model: Model,
  scorer: Scorer,
  state: { readonly parameters: Parameters; readonly mask: Mask },
  target: Evidence & { readonly rates: PruningRates; readonly rounds: number },
): Mask {
  const { rates, rounds, ...evidence } = target;
  if (rounds === 0) return denseMask(model);
  const scores = scoreUnderMask(model, scorer, state, evidence);
  const options = { scorer: scorer.name };
  if (rates.scope === 'layerwise') {
    return allocateLayerwise(scores, state.mask, layerwiseDensities(model, rates, rounds), options);
  }
  if (rates.spare !== 'output') {
    return allocateGlobal(scores, state.mask, densityAfter(rates.rate, rounds), options);
  }
  const names = prunableSpecs(model).map(({ name }) => name);
  const keep = keptAfter(model, rates, rounds) - outputSize(model);
  return {
    ...keepLargest(names.slice(0, -1), scores, state.mask, keep, options),
    [names[names.length - 1]]: state.mask[names[names.length - 1]],
  };
}
