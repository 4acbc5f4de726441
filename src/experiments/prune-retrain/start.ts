import type { Dataset } from '../../data/dataset.js';
import type { Tensors } from '../../experiment/experiment.js';
import { stream } from '../../math/rng.js';
import { initialise } from '../../models/initialise.js';
import { denseMask, type Mask } from '../../models/mask.js';
import { type Model, type Parameters, parameterSpecs, prunableSpecs } from '../../models/model.js';
import { prune } from '../../pruning/schedule.js';
import { scorers } from '../../pruning/scores/register.js';
import { drawScoringBatch } from '../../pruning/scoring-batch.js';
import { threadEngine } from '../resources.js';
import { isDense, isRedense, iterationsOf, lastRound, modelOf } from './config.js';
import type { PruneRetrainConfig } from './config.js';
import { maskParent, startParent } from './links.js';

/** What a run of `prune-retrain` keeps. */
export const FINAL = 'final/';
export const MASK = 'mask/';
export const checkpointPrefix = (iteration: number): string => `at-${iteration}/`;

/** The tensors of a parent run. */
export type Kept = (config: PruneRetrainConfig) => Tensors;

/** The training set of a run, and its examples in it. */
export interface TrainingData {
  readonly data: Dataset;
  readonly examples: Int32Array;
}

/** The mask of a run, from its parent's trained weights. */
export function findMask(config: PruneRetrainConfig, kept: Kept, training: TrainingData): Mask {
  const model = modelOf(config);
  if (isDense(config) || isRedense(config)) return denseMask(model);
  const parent = maskParent(config);
  const scorer = scorers[config.scorer];
  const state =
    parent === null ? { parameters: {}, mask: denseMask(model) } : finalState(model, kept(parent));
  const target = {
    rates: config,
    rounds: lastRound(config),
    rng: stream(config.seed, 'pruning'),
  };
  if (scorer.needs !== 'gradients') return prune(model, scorer, state, target);
  const { data, examples } = training;
  const batch = drawScoringBatch(
    data,
    { size: config.batchSize, examples, missingClasses: 'allow' },
    stream(config.seed, `scoring-${target.rounds}`),
  );
  const network = threadEngine().compile(model, { batchSize: config.batchSize });
  try {
    return prune(model, scorer, state, { ...target, network, batch });
  } finally {
    network.dispose();
  }
}

/** The weights with which a run starts, its pruned ones included. */
export function startingPoint(config: PruneRetrainConfig, kept: Kept): Parameters {
  const model = modelOf(config);
  const parent = startParent(config);
  if (parent === null) return drawnFor(config);
  const rewinds = config.start === 'rewind' && !isRedense(config);
  const prefix = rewinds ? checkpointPrefix(iterationsOf(config, config.rewindTo)) : FINAL;
  return named(model, prefix, kept(parent));
}

/** The weights that were drawn for the net before anything was trained or pruned. */
export function drawnFor(config: PruneRetrainConfig): Parameters {
  const { seed, weights, scales, start, draw } = config;
  const names: Partial<Record<PruneRetrainConfig['start'], string>> = {
    reinit: `reinit-${draw}`,
    scratch: `scratch-${lastRound(config)}`,
  };
  return initialise(modelOf(config), stream(seed, names[start] ?? 'init'), { weights, scales });
}

/** The parameters and the mask with which a run ended. */
export function finalState(model: Model, kept: Tensors): { parameters: Parameters; mask: Mask } {
  return {
    parameters: named(model, FINAL, kept),
    mask: Object.fromEntries(
      prunableSpecs(model).map(({ name }) => [name, kept[MASK + name] as Uint8Array]),
    ),
  };
}

function named(model: Model, prefix: string, kept: Tensors): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name }) => [name, kept[prefix + name] as Float32Array]),
  );
}

/** Tensors with a prefix before their names. */
export function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, v]) => [prefix + name, v]));
}
