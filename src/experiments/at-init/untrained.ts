import { type Dataset, makeDataset } from '../../data/dataset.js';
import { randomLabels, shufflePixels, withoutTargets } from '../../data/relabel.js';
import type { Network } from '../../engine/engine.js';
import { wasmEngine } from '../../engine/wasm/engine.js';
import { stream } from '../../math/rng.js';
import { initialise } from '../../models/initialise.js';
import { denseMask, type Mask } from '../../models/mask.js';
import { type Model, type Parameters, parameterSpecs } from '../../models/model.js';
import { allocateLayerwise } from '../../pruning/allocation.js';
import { scoreUnderMask } from '../../pruning/evidence.js';
import { pruneIteratively, type PruningRound } from '../../pruning/iterate.js';
import { checkRequest } from '../../pruning/request.js';
import type { Evidence, Scorer, ScoringBatch } from '../../pruning/scorer.js';
import { drawScoringBatch } from '../../pruning/scoring-batch.js';
import { scorers } from '../../pruning/scores/register.js';
import { smartRatios } from '../../pruning/smart-ratios.js';
import { type AtInitConfig, looksAtData, modelOf, scoringExamples } from './settings.js';

/** An untrained net and what its scorer may look at. */
export interface Untrained {
  readonly model: Model;
  readonly parameters: Parameters;
  readonly scorer: Scorer;
  readonly evidence: Evidence;
  /** Gives back the memory of the scoring network. */
  readonly dispose: () => void;
}

/** The most examples that one scoring pass takes at once; the authors of SynFlow prune by 256. */
const SCORING_BATCH = 256;

/**
 * Draws the net of a config and lays out what its scorer needs.
 *
 * Scores are always computed by our own kernels, whatever engine trains, so that a mask does not
 * depend on it.
 */
export function makeUntrained(config: AtInitConfig, data: Dataset): Untrained {
  const model = modelOf(config);
  const parameters = drawParameters(model, config, 'init');
  const scorer = scorers[config.scorer];
  const batch = looksAtData(config) ? scoringBatch(config, data) : undefined;
  const network = scoringNetwork(model, scorer, batch);
  const evidence: Evidence = {
    rng: stream(config.seed, 'pruning'),
    ...(network === undefined ? {} : { network }),
    ...(batch === undefined ? {} : { batch }),
  };
  return { model, parameters, scorer, evidence, dispose: () => network?.dispose() };
}

/** The first weights of a net, from the stream `name` of its seed. */
export function drawParameters(
  model: Model,
  { seed, weights, deviation, biases, biasScale }: AtInitConfig,
  name: string,
): Parameters {
  const drawn = initialise(model, stream(seed, name), { weights, deviation, biases });
  if (biasScale === 1) return drawn;
  const scaled = parameterSpecs(model).map(({ name: key, role }) => [
    key,
    role === 'bias' ? drawn[key].map((bias) => bias * biasScale) : drawn[key],
  ]);
  return Object.fromEntries(scaled) as Parameters;
}

/** Prunes an untrained net to `density` as its config says; `onRound` is called after each round. */
export function pruneUntrained(
  { model, parameters, scorer, evidence }: Untrained,
  { scope, iterations, schedule }: AtInitConfig,
  density: number,
  onRound: (round: PruningRound) => void = () => undefined,
): Mask {
  if (scope !== 'smart-ratios') {
    const options = { density, iterations, schedule, scope, allowEmptyLayers: true, onRound };
    return pruneIteratively(model, scorer, parameters, evidence, options);
  }
  const before = denseMask(model);
  checkRequest(model, scorer, parameters, evidence, {
    density,
    start: before,
    allowEmptyLayers: true,
  });
  const scores = scoreUnderMask(model, scorer, { parameters, mask: before }, evidence);
  const mask = allocateLayerwise(scores, before, smartRatios(model, density), {
    scorer: scorer.name,
  });
  onRound({ round: 1, rounds: 1, density, scores, before, mask });
  return mask;
}

function scoringNetwork(
  model: Model,
  { needs }: Scorer,
  batch: ScoringBatch | undefined,
): Network | undefined {
  if (needs === 'nothing' || needs === 'weights') return undefined;
  return wasmEngine().compile(model, {
    batchSize: Math.min(SCORING_BATCH, batch?.examples.length ?? 1),
    holdGates: needs === 'hessian',
  });
}

function scoringBatch(config: AtInitConfig, data: Dataset): ScoringBatch {
  const { seed, scoringSize, scoringPerClass, scoringClass, scoringData } = config;
  const rng = stream(seed, 'scoring');
  const size = scoringExamples(config);
  const batch =
    scoringClass >= 0
      ? drawScoringBatch(data, { size, examples: ofClass(data, scoringClass), ...anyClass }, rng)
      : scoringSize > 0
        ? drawScoringBatch(data, { size, ...anyClass }, rng)
        : drawScoringBatch(data, { perClass: scoringPerClass }, rng);
  return scoringData === 'true' ? batch : corrupted(batch, seed);
}

/** A batch of a given size is meant to be as small as it is. */
const anyClass = { missingClasses: 'allow' } as const;

function ofClass({ labels }: Dataset, wanted: number): Int32Array {
  return Int32Array.from(labels.keys()).filter((i) => labels[i] === wanted);
}

function corrupted({ data, examples }: ScoringBatch, seed: number): ScoringBatch {
  const rng = stream(seed, 'corruption');
  const batch = makeDataset({
    ...withoutTargets(data),
    images: gather(data, examples),
    labels: Uint8Array.from(examples, (i) => data.labels[i]),
  });
  return {
    data: shufflePixels(randomLabels(batch, rng), rng),
    examples: Int32Array.from(examples.keys()),
  };
}

function gather({ images, shape }: Dataset, examples: Int32Array): Dataset['images'] {
  const area = shape[0] * shape[1] * shape[2];
  const gathered = images.slice(0, examples.length * area);
  examples.forEach((example, i) => {
    gathered.set(images.subarray(example * area, (example + 1) * area), i * area);
  });
  return gathered;
}
