import { scorers } from '../../pruning/scores/register.js';
import { defaults, isDense, isRedense, iterationsOf, lastRound } from './config.js';
import type { PruneRetrainConfig } from './config.js';

/** Whether masks can be drawn without training anything. */
function isBlind({ scorer }: PruneRetrainConfig): boolean {
  return scorers[scorer].needs === 'nothing';
}

/** Whether the survivors' trained weights are where training goes on. */
function keepsWeights({ start }: PruneRetrainConfig): boolean {
  return start === 'finetune' || start === 'learning-rate-rewind';
}

/** Whether its weights are drawn anew. */
function startsAnew({ start }: PruneRetrainConfig): boolean {
  return start === 'reinit' || start === 'scratch';
}

/**
 * Puts back to its default what cannot matter: the pruner of a dense net, the path of a blind one.
 *
 * Training on at the last learning rate and training with the rate started over are the same where
 * the rate never changes.
 */
export function normalise(config: PruneRetrainConfig): PruneRetrainConfig {
  const { scorer, scope, rate, outputRate, momentum, spare, redense, draw, clock, rewindTo } =
    defaults;
  let normal = config;
  if (isDense(normal)) {
    normal = { ...normal, scorer, scope, rate, outputRate, spare, redense };
    if (normal.start !== 'reinit') normal = { ...normal, start: 'rewind' };
    if (normal.copy === 0) normal = { ...normal, rewindTo, clock };
  } else if (isBlind(normal) && !keepsWeights(normal)) {
    normal = { ...normal, rounds: [0, lastRound(normal)] };
  }
  const constant = normal.course === null && iterationsOf(normal, normal.warmup) === 0;
  if (constant && normal.start === 'learning-rate-rewind')
    normal = { ...normal, start: 'finetune' };
  if (normal.scope === 'global') normal = { ...normal, outputRate };
  if (normal.optimizer === 'adam') normal = { ...normal, momentum };
  if (normal.start !== 'reinit') normal = { ...normal, draw };
  if (iterationsOf(normal, normal.rewindTo) === 0) normal = { ...normal, rewindTo, clock };
  return normal;
}

/** The run whose trained weights decide the mask; null if no trained weights are needed. */
export function maskParent(config: PruneRetrainConfig): PruneRetrainConfig | null {
  if (isRedense(config)) return null;
  if (isDense(config) || (isBlind(config) && !keepsWeights(config))) return null;
  const start = config.start === 'reinit' ? 'rewind' : config.start;
  return { ...config, rounds: config.rounds.slice(0, -1), start, copy: 0 };
}

/** The run that had the weights to start from; null if they are drawn anew. */
export function startParent(config: PruneRetrainConfig): PruneRetrainConfig | null {
  if (isRedense(config)) return { ...config, redense: defaults.redense };
  if (startsAnew(config)) return null;
  if (keepsWeights(config)) return maskParent(config);
  const atStart = iterationsOf(config, config.rewindTo) === 0;
  if (atStart || (isDense(config) && config.copy === 0)) return null;
  return { ...config, rounds: [0], copy: 0 };
}
