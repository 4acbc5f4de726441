import { UserError } from '../errors.js';
import { applyMask, denseMask, kept, layerDensities, type Mask } from '../models/mask.js';
import { type Model, type Parameters, prunableSize } from '../models/model.js';
import { allocateGlobal, allocateLayerwise } from './allocation.js';
import { densitiesOfRounds, type IterationSchedule } from './densities.js';
import { scoreUnderMask } from './evidence.js';
import { checkRequest } from './request.js';
import type { Evidence, Scorer, Scores } from './scorer.js';

/** One round of iterative pruning, when it is done. */
export interface PruningRound {
  /** Counted from 1. */
  readonly round: number;
  readonly rounds: number;
  /** The density asked of this round. */
  readonly density: number;
  /** The scores by which it ranked the weights. */
  readonly scores: Scores;
  /** The mask that was scored. */
  readonly before: Mask;
  /** The mask that it left. */
  readonly mask: Mask;
}

export interface IterationOptions {
  /** The fraction of all prunable weights kept in the end, in (0, 1]. */
  readonly density: number;
  /** Rounds of scoring and pruning; 1, one-shot pruning, when left out. */
  readonly iterations?: number;
  /** `exponential` when left out. */
  readonly schedule?: IterationSchedule;
  /** `global`, when left out: all weights compete. `layerwise`: each parameter has the same density. */
  readonly scope?: 'global' | 'layerwise';
  /** Where to begin; the dense mask when left out. What it has pruned stays pruned. */
  readonly start?: Mask;
  /**
   * Whether in every round all weights of `start` compete anew, as in the code of Tanaka et al., so
   * that pruned ones can come back. When false, as when left out, masks are nested.
   */
  readonly regrowth?: boolean;
  /** Allow a density at which some layer must lose all its weights; false when left out. */
  readonly allowEmptyLayers?: boolean;
  /** Called after every round: to show progress, or to measure what was cut. */
  readonly onRound?: (round: PruningRound) => void;
}

/**
 * Prunes to `density` in rounds: score the survivors, keep those with the largest scores, repeat
 * (Tanaka et al. 2020, algorithm 1, for any scorer).
 *
 * Round k of n keeps exactly round(d_k N) of N weights (see `densitiesOfRounds`), or of each
 * parameter's. Weights keep their values throughout; if the evidence has a network, every round loads
 * m * theta into it, and in the end it holds the survivors.
 *
 * Where no path is left from input to output, nothing flows and all scores are zero. From then on
 * survivors are ranked by the last scores that were not all zero, so the count is still exact.
 * Throws a `UserError`, before any work, if the density leaves fewer weights than there are layers,
 * the evidence lacks what the scorer needs, a parameter is not finite, or `start` has no path for a
 * scorer that looks at the network; and if all scores are zero in the first round already.
 */
export function pruneIteratively(
  model: Model,
  scorer: Scorer,
  parameters: Parameters,
  evidence: Evidence,
  options: IterationOptions,
): Mask {
  const { start = denseMask(model), regrowth = false, onRound } = options;
  checkRequest(model, scorer, parameters, evidence, { ...options, start });
  const rounds = plan(model, start, options);
  let mask = start;
  let telling: Scores | undefined;
  rounds.forEach(({ density, allocate }, i) => {
    const before = mask;
    const candidates = regrowth ? start : before;
    const fresh = scoreUnderMask(model, scorer, { parameters, mask: before }, evidence);
    if (someNonZero(fresh, candidates)) telling = fresh;
    if (telling === undefined) throw allZero(model, scorer);
    mask = allocate(telling, candidates, scorer.name);
    onRound?.({ round: i + 1, rounds: rounds.length, density, scores: telling, before, mask });
  });
  evidence.network?.load(applyMask(parameters, mask));
  return mask;
}

interface PlannedRound {
  readonly density: number;
  readonly allocate: (scores: Scores, candidates: Mask, scorer: string) => Mask;
}

function plan(
  model: Model,
  start: Mask,
  { density, iterations = 1, schedule = 'exponential', scope = 'global' }: IterationOptions,
): PlannedRound[] {
  const fallFrom = (from: number): number[] =>
    densitiesOfRounds(density, { iterations, schedule, from: Math.max(from, density) });
  const overall = fallFrom(kept(start) / prunableSize(model));
  if (scope === 'global') {
    return overall.map((target) => ({
      density: target,
      allocate: (scores, candidates, name) =>
        allocateGlobal(scores, candidates, target, { scorer: name }),
    }));
  }
  const layers = Object.entries(layerDensities(start)).map(
    ([name, from]) => [name, fallFrom(from)] as const,
  );
  return overall.map((target, i) => ({
    density: target,
    allocate: (scores, candidates, name) => {
      const targets = Object.fromEntries(layers.map(([layer, falling]) => [layer, falling[i]]));
      return allocateLayerwise(scores, candidates, targets, { scorer: name });
    },
  }));
}

function allZero({ name: model }: Model, { name: scorer }: Scorer): UserError {
  return new UserError(
    `The scorer '${scorer}' gives every weight of ${model} a score of zero, so that none is better than ` +
      'another. Either all weights of a layer are zero, or so little flows through the network that ' +
      'float32 cannot hold it: look at how the network was initialised.',
  );
}

/** Whether a weight of the mask has a score other than zero. */
function someNonZero(scores: Scores, mask: Mask): boolean {
  return Object.entries(mask).some(([name, bits]) => {
    const values = scores[name];
    return bits.some((bit, i) => bit !== 0 && values[i] !== 0);
  });
}
