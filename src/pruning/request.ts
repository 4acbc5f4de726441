import { lookUp, UserError } from '../errors.js';
import { checkMask, countKept, kept, type Mask } from '../models/mask.js';
import {
  checkParameters,
  type Model,
  type Parameters,
  prunableSize,
  prunableSpecs,
} from '../models/model.js';
import { checkDensity } from './allocation.js';
import { checkEvidence } from './evidence.js';
import { firstCut } from './paths/connectivity.js';
import type { Evidence, Scorer } from './scorer.js';

/** What iterative pruning is asked for, as far as it can be wrong. */
export interface PruningRequest {
  readonly density: number;
  readonly scope?: 'global' | 'layerwise';
  readonly start: Mask;
  readonly allowEmptyLayers?: boolean;
}

/** Throws a `UserError` for anything about a request that can be known to fail before any work. */
export function checkRequest(
  model: Model,
  scorer: Scorer,
  parameters: Parameters,
  evidence: Evidence,
  { density, scope = 'global', start, allowEmptyLayers = false }: PruningRequest,
): void {
  checkDensity(density, 'the density');
  lookUp('scope', { global: 0, layerwise: 0 }, scope);
  checkMask(model, start);
  checkEvidence(scorer, evidence);
  if (scorer.needs !== 'nothing' || evidence.network !== undefined) {
    checkFinite(model, parameters);
  }
  if (!['nothing', 'weights'].includes(scorer.needs)) checkPath(model, scorer, start);
  if (scope === 'global') checkCount(model, start, density, allowEmptyLayers);
  else checkLayerCounts(model, start, density, allowEmptyLayers);
}

/** Throws a `UserError` that names the parameter unless all of the model's are finite numbers. */
export function checkFinite(model: Model, parameters: Parameters): void {
  checkParameters(model, parameters);
  for (const [name, values] of Object.entries(parameters)) {
    let index = values.length - 1; // a plain loop: there may be millions, and `findIndex` is slow
    while (index >= 0 && Number.isFinite(values[index])) index--;
    if (index >= 0) {
      throw new UserError(
        `Parameter '${name}' of ${model.name} is ${values[index]} at place ${index}, so nothing can ` +
          'be scored. Look at how it was initialised or trained: a learning rate that is too large ' +
          'does this.',
      );
    }
  }
}

function checkCount(model: Model, start: Mask, density: number, allowEmptyLayers: boolean): void {
  const size = prunableSize(model);
  const keep = Math.round(density * size);
  const layers = prunableSpecs(model).length;
  if (keep < layers && !allowEmptyLayers) {
    throw new UserError(
      `Density ${density} keeps ${keep} of the ${size} prunable weights of ${model.name}, fewer than ` +
        `its ${layers} prunable layers, so at least one layer would lose all its weights. The maximal ` +
        `compression is N / L = ${size} / ${layers} = ${(size / layers).toFixed(1)}: ask for a ` +
        `density of at least ${layers} / ${size}, or set allowEmptyLayers to true.`,
    );
  }
  checkStart('the starting mask', keep, kept(start));
}

function checkLayerCounts(
  model: Model,
  start: Mask,
  density: number,
  allowEmptyLayers: boolean,
): void {
  for (const { name, size } of prunableSpecs(model)) {
    const keep = Math.round(density * size);
    if (keep === 0 && !allowEmptyLayers) {
      throw new UserError(
        `Density ${density} keeps none of the ${size} weights of '${name}': ask for a density of at ` +
          `least 0.5 / ${size}, or set allowEmptyLayers to true.`,
      );
    }
    checkStart(`the starting mask of '${name}'`, keep, countKept(start[name]));
  }
}

/** A network without a path computes the same for every input, so its scores say nothing. */
function checkPath(model: Model, { name }: Scorer, start: Mask): void {
  const cut = firstCut(model, start);
  if (cut.length > 0) {
    throw new UserError(
      `The starting mask leaves no path from the input to the output of ${model.name}: nothing gets ` +
        `beyond '${cut.join("' and '")}', so '${name}' has nothing to score. Start from a mask with a ` +
        'path (see hasPath), or from none.',
    );
  }
}

function checkStart(what: string, keep: number, available: number): void {
  if (keep > available) {
    throw new UserError(
      `${keep} weights were to be kept, but ${what} has only ${available}. ` +
        'A mask can only lose weights: ask for a smaller density.',
    );
  }
}
