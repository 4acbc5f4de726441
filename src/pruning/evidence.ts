import type { Network } from '../engine/engine.js';
import { UserError } from '../errors.js';
import { applyMask, type Mask } from '../models/mask.js';
import type { Model, Parameters } from '../models/model.js';
import type { Evidence, Scorer, Scores, ScoringBatch } from './scorer.js';

/** The network of the evidence; throws a `UserError` if the scorer of this name was given none. */
export function networkOf({ network }: Evidence, scorer: string): Network {
  if (network === undefined) {
    throw new UserError(
      `The scorer '${scorer}' needs the network that is pruned, but its evidence holds none: ` +
        'compile the model without a mask and hand it over as `network`.',
    );
  }
  return network;
}

/** The scoring batch of the evidence; throws a `UserError` if there is none or it is empty. */
export function batchOf({ batch }: Evidence, scorer: string): ScoringBatch {
  if (batch === undefined || batch.examples.length === 0) {
    throw new UserError(
      `The scorer '${scorer}' needs examples, but its evidence holds none: ` +
        'hand over a `batch`, for example one drawn by drawScoringBatch.',
    );
  }
  return batch;
}

/** Throws a `UserError` unless the evidence holds what the scorer needs. */
export function checkEvidence({ name, needs }: Scorer, evidence: Evidence): void {
  if (needs === 'nothing' || needs === 'weights') return;
  const network = networkOf(evidence, name);
  if (needs !== 'flow') batchOf(evidence, name);
  if (needs === 'hessian' && !network.holdsGates) {
    throw new UserError(
      `The scorer '${name}' needs a network that can hold its ReLUs: compile ` +
        `${network.model.name} with holdGates: true.`,
    );
  }
}

/** The scores of the net under `mask`, which is loaded into the evidence's network, if it has one. */
export function scoreUnderMask(
  model: Model,
  scorer: Scorer,
  { parameters, mask }: { readonly parameters: Parameters; readonly mask: Mask },
  evidence: Evidence,
): Scores {
  checkEvidence(scorer, evidence);
  evidence.network?.load(applyMask(parameters, mask));
  return scorer.score(model, parameters, mask, evidence);
}
